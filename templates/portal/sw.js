{% comment %}The worker of the portal: it keeps one page, with its looks and its script, and answers with it where a page can't be reached. From everywhere: council.{% endcomment %}{% load static %}// Keeps the page for when there is no line, and nothing else: never a page of a plan, never an answer.
const page = "{% url 'offline' %}";
const parts = ["{% static 'app.css' %}", "{% static 'shell.js' %}", "{% static 'images/mark.svg' %}"{% if council.theme_url %}, "{{ council.theme_url|escapejs }}"{% endif %}];
const name = `shell ${parts.join(" ")}`;

self.addEventListener("install", (event) => {
  event.waitUntil(keep());
});

self.addEventListener("activate", (event) => {
  event.waitUntil(forgetOlder());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { pathname, origin } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => kept(page)));
  else if (parts.includes(pathname)) event.respondWith(fetch(request).catch(() => kept(pathname)));
});

// Asked for without the cookie: it is nobody's page.
async function keep() {
  const shelf = await caches.open(name);
  await shelf.addAll([page, ...parts].map((address) => new Request(address, { credentials: "omit", cache: "reload" })));
  await self.skipWaiting();
}

async function forgetOlder() {
  for (const other of await caches.keys()) if (other !== name) await caches.delete(other);
  await self.clients.claim();
}

async function kept(address) {
  return (await caches.match(address, { ignoreVary: true })) ?? Response.error();
}
