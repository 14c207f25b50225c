// htmx: its settings, the token against forged requests, the progress bar, and what is said when a request fails.
import htmx from "htmx.org";
import { problemOf } from "./problem";
import { toast, type Tone } from "./toast";

type RequestEvent = CustomEvent<{ xhr: XMLHttpRequest; headers: Record<string, string>; verb: string }>;

const BAR_DELAY_MS = 150;

export function csrfToken(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? "";
}

export function startRequests(): void {
  Object.assign(htmx.config, {
    includeIndicatorStyles: false,
    attributesToSettle: ["class"], // copying a style attribute breaks the content-security policy
    allowEval: false,
    allowScriptTags: false,
    selfRequestsOnly: true,
    historyCacheSize: 0,
    refreshOnHistoryMiss: true,
    scrollBehavior: "auto",
    responseHandling: [
      { code: "204", swap: false },
      { code: "[23]..", swap: true },
      { code: "[45]..", swap: false, error: true },
    ],
  });
  on("htmx:configRequest", (event) => {
    if (event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = csrfToken();
  });
  on("htmx:responseError", (event) => toast(problemOf(event.detail.xhr), "bad"));
  on("htmx:sendError", () => showOffline(true));
  on("htmx:timeout", () => showOffline(true));
  on("htmx:afterRequest", (event) => {
    if (event.detail.xhr.status > 0) showOffline(false);
  });
  startBar();
  startToasts();
  window.addEventListener("offline", () => showOffline(true));
  window.addEventListener("online", () => showOffline(false));
}

function on(name: string, listener: (event: RequestEvent) => void): void {
  document.addEventListener(name, listener as EventListener);
}

function showOffline(lost: boolean): void {
  const banner = document.getElementById("offline");
  if (banner) banner.hidden = !lost;
}

function startBar(): void {
  const bar = document.getElementById("busy");
  let running = 0;
  let timer = 0;
  on("htmx:beforeSend", () => {
    running += 1;
    if (running > 1) return;
    bar?.classList.remove("is-done");
    timer = window.setTimeout(() => bar?.classList.add("is-on"), BAR_DELAY_MS);
  });
  on("htmx:afterRequest", () => {
    running = Math.max(0, running - 1);
    if (running > 0) return;
    window.clearTimeout(timer);
    if (bar?.classList.contains("is-on")) bar.classList.replace("is-on", "is-done");
  });
}

function startToasts(): void {
  document.addEventListener("toast", (event) => {
    const { text, tone } = (event as CustomEvent<{ text: string; tone?: Tone }>).detail;
    toast(text, tone);
  });
}
