// The part of the package that the page of the API uses: it declares no types itself.
// https://github.com/swagger-api/swagger-ui/blob/master/docs/usage/configuration.md
declare module 'swagger-ui-dist/swagger-ui-bundle.js' {
  /** An Immutable.js map or list, as far as it is read here. */
  export interface Immutable {
    get(name: string): unknown;
    getIn(path: readonly string[]): unknown;
    setIn(path: readonly string[], value: unknown): this;
    hasIn(path: readonly string[]): boolean;
    merge(...others: readonly unknown[]): this;
    hashCode(): number;
  }
  export interface Collection<T> {
    readonly size: number;
    filter(keeps: (one: T) => boolean): Collection<T>;
    map<U>(change: (one: T) => U): Collection<U>;
  }
  /** What the components that are wrapped here get. */
  export interface Properties {
    readonly request: Immutable;
    readonly operationProps: Immutable;
    readonly authActions: { showDefinitions(shown: false): void };
    readonly description?: string;
    readonly id?: string;
    readonly children?: unknown;
    readonly 'aria-label'?: string;
  }
  export type Component = (properties: Properties) => unknown;
  export interface System {
    /** That of the bundle. */
    readonly React: {
      createElement(component: Component | string, properties: object, ...children: readonly unknown[]): unknown;
      useRef<T>(initial: null): { readonly current: T | null };
      useLayoutEffect(effect: () => void): void;
    };
  }
  export interface Plugin {
    readonly fn?: object;
    readonly statePlugins?: object;
    readonly wrapComponents?: Readonly<Record<string, (component: Component, system: System) => Component>>;
  }
  export interface Interface {
    preauthorizeApiKey(scheme: string, key: string): void;
    readonly layoutActions: {
      /** True: all. */
      updateFilter(phrase: string | true): void;
      show(place: readonly string[], isShown: boolean): void;
    };
  }
  interface Options {
    readonly spec: object;
    readonly domNode: Element;
    readonly docExpansion: 'none';
    readonly deepLinking: boolean;
    readonly filter: boolean;
    readonly validatorUrl: null;
    readonly defaultModelsExpandDepth: number;
    readonly persistAuthorization: boolean;
    readonly displayRequestDuration: boolean;
    readonly requestInterceptor: (request: Record<string, unknown>) => Record<string, unknown>;
    readonly plugins: readonly (() => Plugin)[];
    readonly onComplete: () => void;
  }
  export default function SwaggerUIBundle(options: Options): Interface;
}
