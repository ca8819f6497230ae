// The package has no types of its own; this is the part of it we use.
declare module 'mjml' {
  function mjml2html(
    mjml: string,
    options: { validationLevel: 'strict'; keepComments: boolean; fonts: Record<string, string> },
  ): Promise<{ html: string }>;
  export = mjml2html;
}
