/**
 * Registers the service worker. A newer one takes over only while nothing waits to be sent, so that an
 * update never comes between a page and its unsent points.
 */
export async function keepWorker(countUnsent) {
  const { worker } = document.querySelector("script[data-worker]").dataset;
  try {
    const registration = await navigator.serviceWorker.register(worker, { updateViaCache: "none" });
    await offerTo(registration, countUnsent);
    registration.addEventListener("updatefound", () => {
      registration.installing?.addEventListener("statechange", () => offerTo(registration, countUnsent));
    });
  } catch {
    // without a network, or where the browser does not want it: the page works while it stays open
  }
}

async function offerTo({ waiting }, countUnsent) {
  if (waiting && (await countUnsent()) === 0) {
    waiting.postMessage("take over");
  }
}
