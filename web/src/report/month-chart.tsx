/** Received and decided by month. Only the parts of ECharts it draws with are loaded, with this page. */
import { BarChart } from 'echarts/charts';
import {
  AriaComponent,
  GridComponent,
  LegendComponent,
  TooltipComponent,
} from 'echarts/components';
import * as echarts from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import type { ReactElement } from 'react';
import type { ReportSummary } from '../api/client';
import { showMonth } from '../language/dates';
import { useLanguage } from '../language/language';
import type { Language } from '../language/language';

echarts.use([
  BarChart,
  AriaComponent,
  GridComponent,
  LegendComponent,
  TooltipComponent,
  SVGRenderer,
]);

type Months = ReportSummary['byMonth'];

/** Both at 3:1 or more against white and told apart without colour by the pattern on one of them. */
const COLORS = ['#0b5cad', '#b45309'];

function chartOptions(months: Months, { say, figure }: Language): echarts.EChartsCoreOption {
  const bars = (name: string, values: number[]): object => ({ name, type: 'bar', data: values });
  return {
    color: COLORS,
    aria: { enabled: true, decal: { show: true } },
    animation: false,
    tooltip: { trigger: 'axis', valueFormatter: (value: unknown) => figure(Number(value)) },
    legend: { top: 0 },
    grid: { left: 36, right: 8, bottom: 28, top: 40 },
    xAxis: { type: 'category', data: months.map(({ month }) => showMonth(month)) },
    yAxis: { type: 'value', minInterval: 1, axisLabel: { formatter: figure } },
    series: [
      bars(
        say('Tiếp nhận', 'Received'),
        months.map((line) => line.received),
      ),
      bars(
        say('Ra quyết định', 'Decided'),
        months.map((line) => line.decided),
      ),
    ],
  };
}

export function MonthChart({ months }: { months: Months }): ReactElement {
  const language = useLanguage();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!place.current) return;
    const chart = echarts.init(place.current, null, { renderer: 'svg' });
    const observer = new ResizeObserver(() => {
      chart.resize();
    });
    observer.observe(place.current);
    chart.setOption(chartOptions(months, language));
    return () => {
      observer.disconnect();
      chart.dispose();
    };
  }, [months, language]);
  const { say } = language;
  return (
    <div
      ref={place}
      className="chart"
      role="img"
      aria-label={say(
        'Biểu đồ số đơn tiếp nhận và quyết định theo tháng; số liệu ở bảng bên dưới',
        'Chart of complaints received and decided by month; the numbers are in the table below',
      )}
    />
  );
}
