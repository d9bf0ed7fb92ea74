/** What a spreadsheet puts on the clipboard, or into a file: rows on lines, cells between tabs or commas. */

/** Cells by row. A cell with a break or a tab of its own comes in quotes, its own quotes doubled. */
export function cellsOf(text: string, between = "\t"): string[][] {
  const rows: string[][] = [[]];
  let cell = "";
  let isQuoted = false;
  const endCell = () => {
    rows[rows.length - 1]?.push(cell.trim());
    cell = "";
  };
  for (let i = 0; i < text.length; i += 1) {
    const sign = text[i] as string;
    if (isQuoted) {
      if (sign !== '"') cell += sign;
      else if (text[i + 1] === '"') {
        cell += '"';
        i += 1;
      } else isQuoted = false;
    } else if (sign === '"' && !cell) isQuoted = true;
    else if (sign === between) endCell();
    else if (sign === "\n" || sign === "\r") {
      if (sign === "\r" && text[i + 1] === "\n") i += 1;
      endCell();
      rows.push([]);
    } else cell += sign;
  }
  endCell();
  const last = rows[rows.length - 1];
  if (rows.length > 1 && last?.length === 1 && !last[0]) rows.pop(); // spreadsheets end with a break
  return rows;
}

/** Whether it is more than one cell: what fits into a field alone is pasted as ever. */
export function isTable(text: string): boolean {
  return /[\t\n\r]/.test(text.replace(/[\r\n]+$/, ""));
}
