// What a file of Grafana's classic model may have, as Grafana publishes it: tests give the files this type.
import type { AnnotationQuery, Dashboard, DataQuery, Panel } from '@grafana/schema';
import type { FieldConfig, Options } from '@grafana/schema/dist/esm/raw/composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen';

/** A type as JSON has it: with the values of enumerations, which its authors write by their names. */
type Json<T> = T extends string
  ? `${T}`
  : T extends (infer U)[]
    ? Json<U>[]
    : T extends object
      ? { [K in keyof T]: Json<T[K]> }
      : T;

/** What the data source of Prometheus adds to annotations is in none of the published types. */
type Annotation = AnnotationQuery<DataQuery & { expr: string; interval: string }> & { titleFormat: string };

export type DashboardFile = Json<
  Omit<Dashboard, 'annotations' | 'panels'> & {
    annotations: { list: Annotation[] };
    panels: Panel<Options, FieldConfig>[];
  }
>;

// If nothing were checked, these would be no errors, which is one.
// @ts-expect-error
export const wrongWord: DashboardFile['panels'][0]['fieldConfig'] = { defaults: { custom: { drawStyle: 'lines' } }, overrides: [] };
// @ts-expect-error
export const unknownKey: DashboardFile['panels'][0] = { type: 'timeseries', titel: 'Requests' };
