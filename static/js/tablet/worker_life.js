/**
 * Registers the service worker. A newer one takes over only while nothing waits to be sent, so that an
 * update never comes between a page and its unsent points.
 */
export async function keepWorker(hasNothingUnsent) {
  const { worker } = document.querySelector("script[data-worker]").dataset;
  try {
    const registration = await navigator.serviceWorker.register(worker, { updateViaCache: "none" });
    await offerTo(registration, hasNothingUnsent);
    registration.addEventListener("updatefound", () => {
      registration.installing?.addEventListener("statechange", () => offerTo(registration, hasNothingUnsent));
    });
  } catch {
    // without a network, or where the browser does not want it: the page works while it stays open
  }
}

async function offerTo({ waiting }, hasNothingUnsent) {
  if (waiting && (await hasNothingUnsent())) {
    waiting.postMessage("take over");
  }
}
