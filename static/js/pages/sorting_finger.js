const EDGE = 90;
const STEP = 14;
const EVERY = 30;

/**
 * Dragging by a finger or a pen, at the grip of a line; anywhere else a finger scrolls the page. Near an edge of the
 * window the list goes on by itself. What any other finger does meanwhile is nothing.
 */
export function dragByFinger(list, { begin, over, drop }) {
  let line = null;
  let finger = null;
  let last = null;
  let timer = null;

  list.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest("[data-grip]");
    if (grip && event.pointerType !== "mouse" && !line) {
      line = grip.closest("[data-key]");
      finger = event.pointerId;
      last = event;
      line.draggable = false; // else a long touch begins the drag of a mouse
      grip.setPointerCapture(event.pointerId);
      begin(line);
      timer = setInterval(scroll, EVERY);
    }
  });
  list.addEventListener("pointermove", (event) => isDragging(event) && look(event));
  list.addEventListener("pointerup", (event) => {
    const target = isDragging(event) && under(event);
    if (target && target !== line) {
      drop(target, event);
    }
    end(event);
  });
  list.addEventListener("pointercancel", end);

  function isDragging({ pointerId }) {
    return line && pointerId === finger;
  }

  function look(event) {
    last = event;
    over(under(event), event);
  }

  function under({ clientX, clientY }) {
    const found = document.elementFromPoint(clientX, clientY)?.closest("[data-key]");
    return found?.parentElement === list ? found : null;
  }

  function scroll() {
    const isUp = last.clientY < EDGE;
    if (isUp || last.clientY > window.innerHeight - EDGE) {
      window.scrollBy(0, isUp ? -STEP : STEP);
      look(last);
    }
  }

  function end(event) {
    if (isDragging(event)) {
      clearInterval(timer);
      line.draggable = true;
      line = null;
      over(null);
    }
  }
}
