// Every page: styles, htmx under a strict content-security policy, and the parts that answer to data attributes.
// No page needs this script to be read or a form to be sent.
import "bootstrap/js/src/collapse.js";
import "bootstrap/js/src/dropdown.js";
import "bootstrap/js/src/offcanvas.js";
import "./styles/main.scss";
import { startCopying } from "./parts/copy";
import { startDependentFields } from "./parts/depends";
import { startDialogs } from "./parts/dialogs";
import { startDropzones } from "./parts/dropzone";
import { startFileSizes } from "./parts/file-size";
import { startForms } from "./parts/forms";
import { startListings } from "./parts/listings";
import { startRequests } from "./parts/requests";
import { startSourceViews } from "./parts/source-view";

startRequests();
startDialogs();
startForms();
startDropzones();
startFileSizes();
startListings();
startDependentFields();
startCopying();
startSourceViews();
