// Sorts the table. Numbers by sign, decimal exponent and digits: also those beyond the range of a double.
function key(s) {
  if (s === "") return [9, 0, ""];
  if (s === "nan") return [8, 0, ""];
  if (s === "inf" || s === "-inf") return [s === "inf" ? 3 : -3, 0, ""];
  const m = /^([-+]?)(\d*)\.?(\d*)(?:e([-+]?\d+))?$/i.exec(s);
  if (!m) return null;
  const digits = (m[2] + m[3]).replace(/^0+/, ""), sign = m[1] === "-" ? -1 : 1;
  if (digits === "") return [0, 0, ""];
  return [sign, sign * (Number(m[4] || 0) - m[3].length + digits.length), digits.replace(/0+$/, "")];
}
function order(a, b) {
  const x = key(a), y = key(b);
  if (!x || !y) return a < b ? -1 : a > b ? 1 : 0;
  if (x[0] !== y[0]) return x[0] - y[0];
  if (x[1] !== y[1]) return x[1] - y[1];
  return (x[2] < y[2] ? -1 : x[2] > y[2] ? 1 : 0) * Math.sign(x[0] || 1);
}
for (const button of document.querySelectorAll(".result button")) button.addEventListener("click", () => {
  const head = button.parentElement, body = head.closest("table").tBodies[0], column = head.cellIndex;
  const down = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
  for (const other of head.parentElement.cells) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", down === 1 ? "ascending" : "descending");
  const rows = Array.from(body.rows, (row, index) => [row.cells[column].textContent, index, row]);
  rows.sort((a, b) => down * order(a[0], b[0]) || a[1] - b[1]);
  body.append(...rows.map(each => each[2]));
});
