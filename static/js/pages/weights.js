// The bar of weights follows what is typed; without this script it is drawn anew when they are saved.

const WEIGHT = "input[name^=weight_]";
const form = document.querySelector("[data-weights]");
const said = form?.querySelector("[data-sum]");

function numberOf(input) {
  const number = Number(input.value.trim().replace(",", "."));
  return Number.isFinite(number) && number >= 0 && number <= 100 ? number : 0;
}

function wordsFor(sum) {
  if (sum === 100) return said.dataset.exact;
  const words = sum < 100 ? said.dataset.less : said.dataset.more;
  return words.replace("{sum}", String(sum));
}

function draw() {
  const weights = [...form.querySelectorAll(WEIGHT)].map(numberOf);
  const sum = Math.round(weights.reduce((all, weight) => all + weight, 0) * 100) / 100;
  const whole = Math.max(100, sum);
  let x = 0;
  form.querySelectorAll(".weights-block").forEach((block, at) => {
    const width = ((weights[at] ?? 0) / whole) * 100;
    block.setAttribute("x", x.toFixed(2));
    block.setAttribute("width", width.toFixed(2));
    x += width;
  });
  said.textContent = wordsFor(sum);
}

if (form && said && form.querySelector(WEIGHT)) form.addEventListener("input", draw);
