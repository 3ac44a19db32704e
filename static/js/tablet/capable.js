/*
 * Says that this browser is too old for the sheets. It imports nothing and uses nothing that such a browser
 * does not have: the scripts beside it do not even start there.
 */
(function () {
  var note = document.querySelector("[data-incapable]");
  var hasDialogs = typeof HTMLDialogElement === "function";
  var hasLocks = !window.isSecureContext || Boolean(navigator.locks); // without one nobody has locks
  var isCapable = Boolean(window.indexedDB && Array.prototype.at && window.BroadcastChannel && hasDialogs && hasLocks);
  if (note && !isCapable) {
    note.hidden = false;
  }
})();
