// Traces and metrics that are sent, where settings name a place. No start waits for it.
import { beginTelemetry } from '../lib/operations/telemetry.ts';

void beginTelemetry(process.env);
