// Bootstrap ships its parts as plain modules without types; each registers its own data-bs-* behaviour.
declare module "bootstrap/js/src/collapse.js";
declare module "bootstrap/js/src/dropdown.js";
declare module "bootstrap/js/src/offcanvas.js";
