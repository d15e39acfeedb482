/**
 * What pages ask, each with its key and how long the answer stays good. A 401 anywhere means the session
 * is over: the session becomes null and the frame leads to the sign-in page.
 */
import {
  keepPreviousData,
  MutationCache,
  QueryCache,
  QueryClient,
  queryOptions,
  useInfiniteQuery,
  useQuery,
} from '@tanstack/react-query';
import type {
  InfiniteData,
  QueryKey,
  UseInfiniteQueryResult,
  UseQueryResult,
} from '@tanstack/react-query';
import { answer, http } from './client';
import type {
  Calendar,
  CalendarChange,
  CaseList,
  CaseView,
  History,
  ReportSummary,
  RuleSets,
  Session,
} from './client';
import { isPassing, problemOf } from './problem';

const MINUTE = 60_000;
const SESSION = ['session'] as const;
/** Reports follow the cases within a second or two; behind, they are asked more often. */
const REPORT_POLL = 30_000;
const REPORT_POLL_BEHIND = 5_000;
/** A change of law reaches a small office's cases within seconds. */
const ROLL_OUT_POLL = 1_000;
const RETRIES = 2;

export function createQueryClient(): QueryClient {
  const onError = (error: unknown): void => {
    if (problemOf(error).code === 'not_signed_in') client.setQueryData(SESSION, null);
  };
  const client = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        retry: (count, error) => count < RETRIES && isPassing(error),
        staleTime: 5_000,
      },
    },
  });
  return client;
}

/** Null: nobody is signed in. */
export const sessionQuery = queryOptions({
  queryKey: SESSION,
  staleTime: 5 * MINUTE,
  queryFn: async (): Promise<Session | null> => {
    try {
      return await answer(http.GET('/api/v1/session'));
    } catch (error) {
      if (problemOf(error).status === 401) return null;
      throw error;
    }
  },
});

/** The same for as long as the server runs. */
export const lifecycleQuery = queryOptions({
  queryKey: ['lifecycle'],
  staleTime: Infinity,
  queryFn: () => answer(http.GET('/api/v1/lifecycle')),
});

export const officersQuery = queryOptions({
  queryKey: ['officers'],
  staleTime: 5 * MINUTE,
  queryFn: async () => (await answer(http.GET('/api/v1/officers'))).officers,
});

export interface CaseFilter {
  state?: string;
  reference?: string;
  assigneeId?: string;
  dueWithinDays?: number;
  overdue?: 'true';
  open?: 'true';
}

export function useCases(
  filter: CaseFilter,
): UseInfiniteQueryResult<InfiniteData<CaseList, string>> {
  return useInfiniteQuery({
    queryKey: ['cases', filter],
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      answer(
        http.GET('/api/v1/cases', {
          params: { query: { ...filter, ...(pageParam === '' ? {} : { cursor: pageParam }) } },
        }),
      ),
    getNextPageParam: (last: CaseList) => last.nextCursor,
  });
}

/** Every command answers with the whole case, which goes in here. */
export function caseKey(caseId: string): QueryKey {
  return ['case', caseId];
}

export function useCase(caseId: string): UseQueryResult<CaseView> {
  return useQuery({
    queryKey: caseKey(caseId),
    queryFn: () => answer(http.GET('/api/v1/cases/{caseId}', { params: { path: { caseId } } })),
  });
}

/** `version` is the case's: with another one there is more history. */
export function useHistory(caseId: string, version: number): UseQueryResult<History> {
  return useQuery({
    queryKey: [...caseKey(caseId), 'history', version],
    placeholderData: keepPreviousData,
    queryFn: () =>
      answer(http.GET('/api/v1/cases/{caseId}/events', { params: { path: { caseId } } })),
  });
}

export function useReport(dueWithinDays: number): UseQueryResult<ReportSummary> {
  return useQuery({
    queryKey: ['report', dueWithinDays],
    queryFn: () =>
      answer(http.GET('/api/v1/reports/summary', { params: { query: { dueWithinDays } } })),
    refetchInterval: ({ state }) =>
      state.data && state.data.lag.eventsBehind > 0 ? REPORT_POLL_BEHIND : REPORT_POLL,
  });
}

/** How long until a change of law is asked about again; not at all once it has reached every open case. */
function pollUntilDone(changes: readonly { isDone: boolean }[] = []): number | false {
  return changes.every((change) => change.isDone) ? false : ROLL_OUT_POLL;
}

/** Whatever depends on the office's calendar begins with this key. */
export const CALENDAR: QueryKey = ['calendar'];

export function useCalendar(year: number): UseQueryResult<Calendar> {
  return useQuery({
    queryKey: [...CALENDAR, year],
    placeholderData: keepPreviousData,
    queryFn: () => answer(http.GET('/api/v1/calendar', { params: { query: { year } } })),
  });
}

/** Asked again while a change is on its way to the open cases. */
export function useCalendarChanges(): UseQueryResult<CalendarChange[]> {
  return useQuery({
    queryKey: [...CALENDAR, 'changes'],
    queryFn: async () => (await answer(http.GET('/api/v1/calendar/changes'))).changes,
    refetchInterval: ({ state }) => pollUntilDone(state.data),
  });
}

export const RULE_SETS: QueryKey = ['rule-sets'];

/** The rows new cases are counted by, and which cases are still on others. */
export function useRuleSets(): UseQueryResult<RuleSets> {
  return useQuery({
    queryKey: RULE_SETS,
    staleTime: 5 * MINUTE,
    queryFn: () => answer(http.GET('/api/v1/rule-sets')),
    refetchInterval: ({ state }) => pollUntilDone(state.data?.activations),
  });
}
