// The image by its real Dockerfile, without an engine and without a registry of images: both bases are a stand-in that holds
// nothing but Node.js and borrows the programs of this machine. So what is proven is the file, not Microsoft's image.
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

const BUILDAH = '/usr/bin/buildah';
const STAND_IN = 'localhost/stand-in';
/** `vfs` works everywhere and copies each layer whole, some 600 MB here. */
const DRIVER = 'overlay';
/** As root: without, it was not tried. */
export const buildahIsInstalled = (): boolean => existsSync(BUILDAH) && process.getuid?.() === 0;

const inspected = z.object({
  Docker: z.object({
    config: z.object({
      User: z.string(),
      Cmd: z.array(z.string()),
      StopSignal: z.string(),
      Labels: z.record(z.string(), z.string()),
    }),
  }),
});

export class Image {
  readonly config: z.infer<typeof inspected>['Docker']['config'];
  /** Where its files are. */
  readonly root: string;
  readonly #folder: string;
  readonly #container: string;

  private constructor(folder: string, name: string) {
    this.#folder = folder;
    this.config = inspected.parse(JSON.parse(this.#buildah('inspect', '--type', 'image', name))).Docker.config;
    this.#container = this.#buildah('from', '--pull-never', name).trim();
    this.root = this.#buildah('mount', this.#container).trim();
  }

  /** Takes a minute: npm installs what the release needs, from its cache. */
  static build(options: readonly string[] = []): Image {
    const folder = mkdtempSync(join(tmpdir(), 'lens-image-'));
    const build = (...of: readonly string[]) =>
      buildah(folder, 'bud', '--format', 'docker', '--isolation', 'chroot', '--pull-never', ...of);
    build('-t', STAND_IN, standIn(folder));
    const arguments_ = { NODE_IMAGE: STAND_IN, FUNCTIONS_IMAGE: STAND_IN, NPM_CONFIG_REGISTRY: npmSays('registry') };
    build(
      ...['-v', '/usr:/usr:ro', '-v', '/etc/ssl:/etc/ssl:ro', '-v', `${npmSays('cache')}:/root/.npm`],
      ...Object.entries(arguments_).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]),
      ...[...options, '-t', 'localhost/emm-lens', '-f', 'deploy/Dockerfile', '.'],
    );
    return new Image(folder, 'localhost/emm-lens');
  }

  /** What a shell says within, as the user that the image names. */
  run(script: string): string {
    return this.#buildah(
      'run',
      '--isolation',
      'chroot',
      '-v',
      '/usr:/usr:ro',
      this.#container,
      '--',
      '/bin/sh',
      '-c',
      script,
    );
  }

  remove(): void {
    this.#buildah('rm', '--all');
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #buildah(...options: readonly string[]): string {
    return buildah(this.#folder, ...options);
  }
}

const buildah = (folder: string, ...options: readonly string[]): string => {
  const storage = ['--root', join(folder, 'images'), '--runroot', join(folder, 'run'), '--storage-driver', DRIVER];
  return execFileSync(BUILDAH, [...storage, ...options], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
};

const npmSays = (name: string): string => execFileSync('npm', ['config', 'get', name], { encoding: 'utf8' }).trim();

/** Debian's /bin and its siblings are links into /usr. */
function standIn(folder: string): string {
  const context = join(folder, 'stand-in');
  for (const name of ['usr', 'etc', 'tmp', 'root', 'run', 'proc', 'dev', 'sys'])
    mkdirSync(join(context, 'root', name), { recursive: true });
  for (const name of ['bin', 'sbin', 'lib', 'lib64']) symlinkSync(`usr/${name}`, join(context, 'root', name));
  copyFileSync(process.execPath, join(context, 'node'));
  const authorities = process.env.NODE_EXTRA_CA_CERTS;
  const lines = [
    'FROM scratch',
    'COPY root/ /',
    'COPY node /node/bin/node',
    'ENV PATH=/node/bin:/usr/bin:/bin',
    ...(authorities === undefined ? [] : [`ENV NODE_EXTRA_CA_CERTS=${authorities}`]),
  ];
  writeFileSync(join(context, 'Dockerfile'), `${lines.join('\n')}\n`);
  return context;
}
