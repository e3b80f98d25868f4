import { render } from "preact";
import { App } from "./app.tsx";
import "./css/base.css";
import "./css/layout.css";
import "./css/list.css";
import "./css/thread.css";
import "./css/composer.css";
import "./css/changes.css";
import "./css/details.css";
import "./css/contact.css";
import "./css/picker.css";
import "./css/dialogs.css";
import "./css/together.css";
import "./css/tags.css";

const tenant = document.querySelector<HTMLMetaElement>('meta[name="kefu-tenant"]')?.content ?? "";
const root = document.getElementById("inbox");
// The placeholder is still there when the page is served by the development server.
if (root !== null) render(<App tenant={tenant.startsWith("%") ? "" : tenant} />, root);
