// How the API is asked, by the views and by Swagger UI. We have no cookies. A proxy that signs people in has one, and tells the API
// who they are; where it has ended, it leads to its page, which nobody is sent to with a key.

/** `manual` gives an answer without a word where `error` fails as no connection does. https://fetch.spec.whatwg.org/#concept-request-redirect-mode */
export const requestOptions = <R extends 'manual' | 'error'>(redirect: R) =>
  ({ credentials: 'same-origin', cache: 'no-store', redirect }) as const;
