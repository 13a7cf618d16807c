// One declaration per operation of the API: registration, OpenAPI, purpose and audit are driven by it.
import type { Allowed, Role } from '../roles.ts';
import type { ApiDependencies } from './dependencies.ts';

/** JSON Schema, draft 2020-12, as OpenAPI 3.1 embeds it. With a `title` it becomes a named component. */
export type JsonSchema = { readonly [keyword: string]: unknown };

/** A parameter as OpenAPI writes it. Path parameters are always required. */
export interface ApiParameter {
  readonly name: string;
  readonly in: 'query' | 'path' | 'header';
  readonly description: string;
  readonly required?: boolean;
  readonly schema: JsonSchema;
  /** Comma-separated lists: `style: 'form', explode: false`. */
  readonly style?: 'form';
  readonly explode?: boolean;
}

export interface EndpointDeclaration {
  /** Name of the function and operationId. */
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Without the prefix `api/`: `devices/{id}`. */
  readonly route: string;
  readonly authLevel: 'function' | 'anonymous';
  /** Which roles of a function key it is for, where keys have roles. */
  readonly roles: Allowed;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  /** What it reads, for the access log; null where nothing that it answers speaks about people. */
  readonly dataset: string | null;
  /** Datasets whose rows it answers, about people or not: a test wants each mirror and event to be among them. */
  readonly shows?: readonly string[];
  /** Whether `x-purpose` must name a configured purpose. */
  readonly purpose: 'required' | 'optional';
  readonly parameters: readonly ApiParameter[];
  /** True where `handle` checks the query itself; else undeclared and repeated parameters are refused before it. */
  readonly checksQuery?: true | undefined;
  readonly requestBody?: JsonSchema;
  /** How long the answer may be, where that is much: it is made when there is room for it. */
  readonly characters?: number;
  /** Of one that takes other bodies than JSON with a schema, and asks for a key of its own: it has neither purpose nor function key. */
  readonly ingest?: {
    readonly content: Readonly<Record<string, JsonSchema>>;
    /** What it answers, by status. */
    readonly problems: readonly number[];
  };
  /** Of one that asks for a token of its own: it has neither purpose nor function key. */
  readonly token?: { readonly problems: readonly number[] };
  /** Schema of the answer, by content type. */
  readonly response: {
    readonly status?: number;
    readonly description: string;
    readonly content: Readonly<Record<string, JsonSchema>>;
    readonly headers?: Readonly<Record<string, JsonSchema>>;
  };
  /** Statuses, beyond 400, 401, 413, 415, 500 and 503, that it may answer with a problem. */
  readonly problems?: readonly (404 | 409 | 410)[];
}

/** A request as `handle` sees it: read, with who asks and why. */
export interface ApiRequest {
  /** Without `code`, the function key. */
  readonly query: URLSearchParams;
  readonly params: Readonly<Record<string, string>>;
  /** The parsed JSON body of endpoints that declare one, else undefined. */
  readonly body: unknown;
  readonly principal: string;
  /** Of its function key; null where keys have none, and may ask for everything. */
  readonly roles: readonly Role[] | null;
  readonly purpose: string | null;
  /** Whether `Prefer: count=exact` asks of a list how many there are in all. */
  readonly wantsTotal: boolean;
}

/** What was read, for the access log: names and counts, never values. */
export interface AccessRecord {
  readonly dataset: string;
  /** API names of the fields that were answered, and that were filtered by. */
  readonly fields: readonly string[];
  readonly filters: readonly string[];
  /** Of lists: the field that they are sorted by, `-` before it where descending. */
  readonly sort?: string;
  readonly rowCount: number;
  /** Ids of all persons that the rows speak about, each once: logged as keyed hashes. */
  readonly subjects: readonly number[];
}

export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON, or as it is where `contentType` says what it is. */
  readonly body: unknown;
  readonly contentType?: string;
  /** One row of the access log each; they commit before the answer goes out. Must not be empty where `dataset` is declared. */
  readonly access: readonly AccessRecord[];
}

export interface Endpoint<D extends ApiDependencies = ApiDependencies> extends EndpointDeclaration {
  /** Throws ApiError to refuse (`invalidRequest`, `notFound`). Heavy modules are imported in here, not at the top. */
  readonly handle: (request: ApiRequest, dependencies: D) => Promise<Answer>;
}
