/** Vietnamese or English, each named in its own language. */
import { Button } from 'antd';
import type { ReactElement } from 'react';
import { useLanguage } from './language';

export function LanguageSwitch(): ReactElement {
  const { language, setLanguage } = useLanguage();
  const other = language === 'vi' ? 'en' : 'vi';
  return (
    <Button
      size="small"
      lang={other}
      onClick={() => {
        setLanguage(other);
      }}
    >
      {other === 'vi' ? 'Tiếng Việt' : 'English'}
    </Button>
  );
}
