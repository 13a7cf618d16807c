// What a log of web traffic has in the sources file.
import { z } from 'zod';
import { checked } from '../../checked.ts';
import { logConfig } from '../logs/config.ts';
import { nameTarget } from '../logs/formats/host.ts';
import { logformatReader } from '../logs/formats/logformat.ts';
import { checkMapping, mappingConfig } from '../logs/mapping/config.ts';
import { WEB_TARGET } from './target.ts';

export const FORMATS = ['squid', 'common', 'combined', 'lighttpd', 'w3c', 'haproxy', 'zscaler-nss'] as const;

const format = checked((text) => {
  if (FORMATS.some((name) => name === text)) return null;
  if (!text.includes('%')) return `must be one of ${FORMATS.join(', ')}, or a logformat of Squid`;
  const reader = logformatReader(text);
  return 'problem' in reader ? reader.problem : null;
});

const host = checked((text) => (nameTarget(text).host === null ? 'must be a host: www.example.org' : null));

const fields = logConfig.extend({
  type: z.literal('http-proxy'),
  format: format
    .optional()
    .describe(
      `${FORMATS.join(', ')}, or the logformat of Squid that writes the log; a prefix of syslog may stand before each line`,
    ),
  mapping: mappingConfig.optional().describe('In place of a format: where values stand in lines of any other form'),
  detail: z
    .enum(['statistics', 'person'])
    .default('statistics')
    .describe('person: the hosts that each person used, hour by hour, beside the numbers'),
  requests: z.boolean().default(false).describe('true: single requests, without path and query'),
  hosts: z
    .enum(['domain', 'full'])
    .default('domain')
    .describe('full: whole names of hosts; else the registrable domain, example.org of www.example.org'),
  countClients: z
    .boolean()
    .default(false)
    .describe(
      'true: where lines name nobody, people are told apart by the addresses of their devices, which are not stored; else all of them count as one',
    ),
  columns: z
    .array(z.string().min(1).max(64))
    .min(3)
    .max(200)
    .optional()
    .describe('zscaler-nss: fields of a CSV feed in their order, by their names: time, login, host, action, ..'),
  host: host.optional().describe('Of lines that name none: the web server that writes them'),
  hostCapture: z
    .int()
    .min(1)
    .max(20)
    .optional()
    .describe('haproxy: which of the captured headers of a request is its Host, from 1'),
  blocked: z
    .strictObject({
      statuses: z.array(z.int().min(100).max(999)).max(20).default([]).describe('Statuses of answers'),
      actions: z.array(z.string().min(1).max(64)).max(50).default([]).describe('Texts in the action of the proxy'),
      categories: z.array(z.string().min(1).max(128)).max(200).default([]).describe('Categories'),
    })
    .default({ statuses: [], actions: [], categories: [] })
    .describe('What counts as blocked beyond what the format itself says'),
});

export const httpProxyConfig = fields.superRefine((config, context) => {
  if ((config.format === undefined) === (config.mapping === undefined))
    context.addIssue({ code: 'custom', path: ['format'], message: 'needs format or mapping, and not both' });
  checkMapping(config, WEB_TARGET, context);
});

export type HttpProxyConfig = z.infer<typeof httpProxyConfig>;
