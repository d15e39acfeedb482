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
  /** Narrow enough to stay a table everywhere. */
  isNarrow?: boolean;
}

export function DataTable<T>(props: Props<T>): ReactElement {
  const { caption, columns, rows, rowKey, isNarrow = false } = props;
  return (
    <table
      className={isNarrow ? 'data-table narrow' : 'data-table folds'}
      role="table"
      aria-label={caption}
    >
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
