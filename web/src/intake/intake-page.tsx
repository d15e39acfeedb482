/**
 * Tiếp nhận đơn. The form is drawn from the schema of the receiving command. Its key is made when the form
 * is opened and kept for every retry, so that a complaint sent twice is received once.
 */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Card } from 'antd';
import { useMemo, useState } from 'react';
import type { ReactElement } from 'react';
import { useNavigate } from 'react-router';
import { answer, http, newIdempotencyKey } from '../api/client';
import type { CaseView, Lifecycle, ReceiveCaseBody } from '../api/client';
import { problemOf } from '../api/problem';
import { caseKey } from '../api/queries';
import { formFields } from '../forms/form-fields';
import type { FormField } from '../forms/form-fields';
import { SchemaForm } from '../forms/schema-form';
import { todayInOffice } from '../language/dates';
import { useLanguage } from '../language/language';
import { PageTitle } from '../parts/page-title';
import { useSurroundings } from '../session/frame';

/** The form of the command that creates a case, most often filled in on the day of receipt. */
function intakeFields(lifecycle: Lifecycle): FormField[] {
  const creates = lifecycle.kinds
    .flatMap((kind) => kind.transitions)
    .find((row) => row.from.length === 0);
  const fields = (creates && formFields(lifecycle, creates.command)) ?? [];
  return fields.map((field) =>
    field.control === 'date' ? { ...field, initial: todayInOffice() } : field,
  );
}

export function IntakePage(): ReactElement {
  const { say } = useLanguage();
  const { lifecycle } = useSurroundings();
  const fields = useMemo(() => intakeFields(lifecycle), [lifecycle]);
  const receive = useReceive();
  return (
    <>
      <PageTitle title={say('Tiếp nhận đơn khiếu nại', 'Receive a complaint')} />
      <Card className="form-card">
        <SchemaForm
          fields={fields}
          prefix="body"
          submitLabel={say('Tiếp nhận', 'Receive')}
          isSending={receive.isPending}
          problem={receive.error ? problemOf(receive.error) : undefined}
          onSubmit={(data) => {
            receive.mutate(data);
          }}
        />
      </Card>
    </>
  );
}

function useReceive() {
  const [key] = useState(newIdempotencyKey);
  const client = useQueryClient();
  const navigate = useNavigate();
  return useMutation<CaseView, Error, Record<string, unknown>>({
    mutationFn: (data) =>
      answer(
        http.POST('/api/v1/cases', {
          params: { header: { 'idempotency-key': key } },
          // The schema that drew the form is the schema that checks it.
          body: data as unknown as ReceiveCaseBody,
        }),
      ),
    onSuccess: async (received) => {
      client.setQueryData(caseKey(received.caseId), received);
      void client.invalidateQueries({ queryKey: ['cases'] });
      await navigate(`/ho-so/${received.caseId}`);
    },
  });
}
