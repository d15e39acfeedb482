/**
 * A table that becomes a list of cards on a narrow screen (style.css), with the column's name before each
 * value. The roles are spelled out because browsers drop a table's meaning when CSS changes its display.
 */
import type { ReactElement, ReactNode } from 'react';

export interface Column<T> {
  title: string;
  cell: (row: T) => ReactNode;
}

interface Props<T> {
  /** What the table holds, for those who hear it. */
  caption: string;
  columns: Column<T>[];
  rows: readonly T[];
  rowKey: (row: T) => string;
}

export function DataTable<T>({ caption, columns, rows, rowKey }: Props<T>): ReactElement {
  return (
    <table className="data-table" role="table" aria-label={caption}>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map(({ title }) => (
            <th key={title} role="columnheader" scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <tr key={rowKey(row)} role="row">
            {columns.map(({ title, cell }) => (
              <td key={title} role="cell">
                <span className="cell-title" aria-hidden="true">
                  {title}
                </span>
                <div className="cell-value">{cell(row)}</div>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
