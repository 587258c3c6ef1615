'use strict';
// Sorts the tables of class "sortable" by the column whose button is pressed. Values that are not defined stay last.
(() => {
  const text = (row, column) => row.cells[column].textContent.trim();
  const number = cell => cell.endsWith('∞') ? (cell.startsWith('-') ? -Infinity : Infinity) : parseFloat(cell.replace('<', ''));
  const inWords = new Intl.Collator('en', {numeric: true}).compare;

  function inNumbers(a, b, sign) {
    if (isNaN(a) || isNaN(b)) {
      return isNaN(a) - isNaN(b);
    }
    return a === b ? 0 : sign * (a < b ? -1 : 1);
  }

  function sort(table, head) {
    const falling = head.getAttribute('aria-sort') === 'ascending';
    const sign = falling ? -1 : 1;
    const column = Number(head.dataset.column);
    const isText = head.dataset.type === 'text';
    const body = table.tBodies[0];
    const rows = Array.from(body.rows, row => {
      const value = text(row, column);
      return {row, value: isText ? value : number(value)};
    });
    rows.sort((a, b) => isText ? sign * inWords(a.value, b.value) : inNumbers(a.value, b.value, sign));
    body.append(...rows.map(entry => entry.row));
    table.querySelectorAll('[aria-sort]').forEach(other => other.setAttribute('aria-sort', 'none'));
    head.setAttribute('aria-sort', falling ? 'descending' : 'ascending');
  }

  for (const table of document.querySelectorAll('table.sortable')) {
    table.querySelectorAll('th[aria-sort]').forEach((head, column) => {
      head.dataset.column = column;
      head.querySelector('button').addEventListener('click', () => sort(table, head));
    });
  }
})();
