/** Signing in. The session itself is an HttpOnly cookie this page never sees. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Card, Form, Input, Typography } from 'antd';
import type { ReactElement } from 'react';
import { Navigate, useLocation } from 'react-router';
import { answer, http } from '../api/client';
import type { Session } from '../api/client';
import { problemOf } from '../api/problem';
import { sessionQuery } from '../api/queries';
import { LanguageSwitch } from '../language/language-switch';
import { useLanguage } from '../language/language';
import { PageTitle } from '../parts/page-title';
import { ProblemAlert } from '../parts/problem-alert';

interface Credentials {
  userName: string;
  password: string;
}

/** The page somebody was on when the session ended. */
function wayBack(state: unknown): string {
  const from = (state as { from?: unknown } | null)?.from;
  return typeof from === 'string' ? from : '/ho-so';
}

export function SignInPage(): ReactElement {
  const { say } = useLanguage();
  const client = useQueryClient();
  const session = useQuery(sessionQuery);
  const location = useLocation();
  const signIn = useMutation({
    mutationFn: async (body: Credentials): Promise<Session> => {
      // The token is for programs; this page lives by the cookie and does not keep it.
      const { officer, office } = await answer(http.POST('/api/v1/session', { body }));
      return { officer, office };
    },
    onSuccess: (begun) => {
      // What an earlier person has seen is not shown to the next.
      client.clear();
      client.setQueryData(sessionQuery.queryKey, begun);
    },
  });
  if (session.data) return <Navigate to={wayBack(location.state)} replace />;
  return (
    <main className="sign-in">
      <Card>
        <div className="sign-in-head">
          <strong className="brand">Tiếp Dân</strong>
          <LanguageSwitch />
        </div>
        <PageTitle title={say('Đăng nhập', 'Sign in')} />
        <Form<Credentials>
          layout="vertical"
          onFinish={(values) => {
            signIn.mutate(values);
          }}
        >
          <CredentialInputs />
          {signIn.error && <ProblemAlert problem={problemOf(signIn.error)} />}
          <Button type="primary" htmlType="submit" block loading={signIn.isPending}>
            {say('Đăng nhập', 'Sign in')}
          </Button>
        </Form>
        <Typography.Paragraph type="secondary" className="sign-in-hint">
          {say(
            'Bản chạy thử: tài khoản được in ra khi chạy npm start.',
            'Trying it out: log-ins are printed by npm start.',
          )}
        </Typography.Paragraph>
      </Card>
    </main>
  );
}

function CredentialInputs(): ReactElement {
  const { say } = useLanguage();
  const rules = [{ required: true, message: say('Cần điền mục này.', 'This is required.') }];
  return (
    <>
      <Form.Item name="userName" label={say('Tên đăng nhập', 'User name')} rules={rules}>
        <Input autoComplete="username" autoFocus autoCapitalize="none" />
      </Form.Item>
      <Form.Item name="password" label={say('Mật khẩu', 'Password')} rules={rules}>
        <Input.Password autoComplete="current-password" />
      </Form.Item>
    </>
  );
}
