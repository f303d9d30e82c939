// Let the editor of rich text write its few styles under the policy of the service: it makes style elements, and each needs the nonce of this page.
const { nonce } = document.currentScript;
const create = Document.prototype.createElement;

Document.prototype.createElement = function (name, ...options) {
  const made = create.call(this, name, ...options);
  if (made instanceof HTMLStyleElement) made.nonce = nonce;
  return made;
};
