// What one sign-in says of an app, a person and a device. Where it came from is not read: address, place, coordinates.
import type { SourceRow, ToldId } from '../contract.ts';
import { instantOf } from '../instant.ts';
import { wireValue } from '../parameters.ts';
import { guid } from '../transforms.ts';
import type { WireRecord } from '../wire.ts';
import { outcomeOf } from './codes.ts';
import type { EntraSignInsConfig } from './config.ts';

export interface SignIn {
  readonly id: ToldId | null;
  readonly isMobile: boolean;
  readonly row: SourceRow;
}

const MOBILE = /^(?:ios|ipados|android|windows (?:phone|mobile))/i;

export function signInOf(record: WireRecord, people: EntraSignInsConfig['people'] = 'entra-id'): SignIn {
  const text = (path: string): string | null => {
    const value = wireValue(record, path);
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
  };
  const [id, created, system] = [text('id'), text('createdDateTime'), text('deviceDetail.operatingSystem')];
  const at = created === null ? undefined : instantOf(created);
  const errorCode = wireValue(record, 'status.errorCode');
  const { result, code, meaning } = outcomeOf(
    typeof errorCode === 'number' ? errorCode : null,
    text('conditionalAccessStatus'),
  );
  const app = text('appDisplayName');
  const row = {
    // Without an id it would be counted with each reading.
    occurred_at: id === null ? null : at,
    app_id: text('appId') ?? app ?? 'unknown',
    app,
    kind: wireValue(record, 'isInteractive') === false ? 'token' : 'sign-in',
    result,
    code,
    meaning,
    requests: 1,
    log_line: id,
    failed_at: at,
    client: text('clientAppUsed'),
    device_type: system,
    entra_device_id: guid(text('deviceDetail.deviceId')),
    entra_id: people === 'upn' ? null : guid(text('userId')),
    user_principal_name: text('userPrincipalName'),
  };
  return { id: id !== null && at ? { id, at } : null, isMobile: system !== null && MOBILE.test(system), row };
}
