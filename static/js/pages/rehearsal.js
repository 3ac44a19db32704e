/** An answer from elsewhere, such as the login after a session ran out, is opened and not put into the page. */
document.body.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, pathInfo } = event.detail;
  if (new URL(xhr.responseURL).pathname !== pathInfo.requestPath) {
    event.preventDefault();
    window.location.reload();
  }
});
