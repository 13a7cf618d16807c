// What Swagger UI leaves unsaid to who does not see it, or cannot be reached by the keyboard: named, and put where it can.
import type { Plugin } from 'swagger-ui-dist/swagger-ui-bundle.js';

/** A plugin: see the options of Swagger UI. */
export const accessible = (): Plugin => ({
  wrapComponents: {
    // A field has its name in the cell before it alone.
    JsonSchemaForm:
      (Form, { React }) =>
      (properties) => {
        const place = React.useRef<Element>(null);
        React.useLayoutEffect(() => {
          for (const field of place.current?.querySelectorAll('input, select, textarea') ?? [])
            field.setAttribute('aria-label', String(properties.description));
        });
        return React.createElement('div', { ref: place }, React.createElement(Form, properties));
      },
    // The field of a body has no name at all.
    RequestBodyEditor:
      (Editor, { React }) =>
      (properties) => {
        const place = React.useRef<Element>(null);
        React.useLayoutEffect(() => {
          for (const field of place.current?.querySelectorAll('textarea') ?? [])
            field.setAttribute('aria-label', 'Request body');
        });
        return React.createElement('div', { ref: place }, React.createElement(Editor, properties));
      },
    // The row of an operation is a button: there is no link in it.
    OperationSummaryPath:
      (Path, { React }) =>
      ({ operationProps, ...others }) =>
        React.createElement(Path, {
          ...others,
          operationProps: operationProps.setIn(['isDeepLinkingEnabled'], false),
        }),
    // Folds a schema, which may have no title.
    JSONSchema202012Accordion:
      (Accordion, { React }) =>
      ({ children, ...others }) =>
        React.createElement(
          Accordion,
          others,
          children,
          React.createElement('span', { className: 'said' }, ' properties'),
        ),
    // Keeps the focus, and what is behind it from being read.
    authorizationPopup:
      (Popup, { React }) =>
      (properties) =>
        React.createElement(
          'dialog',
          {
            ref: inFront,
            'aria-label': 'Available authorizations',
            onClose: () => properties.authActions.showDefinitions(false),
          },
          React.createElement(Popup, properties),
        ),
    // "Logout" must not be called "Remove authorization".
    Button:
      (Button, { React }) =>
      ({ 'aria-label': _, ...others }) =>
        React.createElement(Button, others),
  },
});

let shown: HTMLDialogElement | null = null;

/** What had the focus before gets it back from a dialog that is closed, not from one that is taken out. */
function inFront(dialog: HTMLDialogElement | null): void {
  shown?.close();
  dialog?.showModal();
  shown = dialog;
}
