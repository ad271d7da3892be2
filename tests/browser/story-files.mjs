// SPDX-License-Identifier: EUPL-1.2
// What the school sends: a letter, a list of staff, a list of pupils. Made-up
// people; names with everything that Ukrainian asks of a program.
import fs from 'node:fs';
import path from 'node:path';

export const SCHOOL = {
  name: 'Вишнівський ліцей № 3 Вишнівської міської ради',
  office: 'office@lyceum3.example',
  email: 'admin@lyceum3.example',
  edrpou: '43395033',
  diso: '146203',
};

export function makeLetter() {
  const subject = Buffer.from('Запит на підключення до E-Journal').toString('base64');
  const body = Buffer.from(`Добрий день!
Просимо підключити наш заклад до системи E-Journal.

Область: Київська область
Місто/ОТГ: Вишнева міська територіальна громада
Назва закладу освіти: ${SCHOOL.name}
ID у системі ДІСО: ${SCHOOL.diso}
ЄДРПОУ: ${SCHOOL.edrpou}
Прізвище, ім'я, по батькові адміністратора: Ґалаґан Віра Петрівна
Електронна адреса: ${SCHOOL.email}
Телефон: +380 67 123 45 67

З повагою, директорка ліцею
`).toString('base64').replace(/(.{76})/g, '$1\r\n');
  return [`From: ${SCHOOL.office}`, 'To: ejournal@iea.example', `Subject: =?utf-8?b?${subject}?=`,
    'Date: Mon, 23 Nov 2026 09:14:00 +0200', 'Message-ID: <story-1@lyceum3.example>', 'MIME-Version: 1.0',
    'Content-Type: text/plain; charset="utf-8"', 'Content-Transfer-Encoding: base64', '', body, ''].join('\r\n');
}

export function makeStaff(folder) {
  const file = path.join(folder, 'staff.csv');
  fs.writeFileSync(file, '\ufeffПрізвище;Ім’я;По батькові;Дата народження;Предмети;E-mail;Телефон\r\n' +
    'Щербина;Софія;Іванівна;14.03.1985;Алгебра;;+380671110001\r\n' +
    'Їжакевич;Остап;Юрійович;02.11.1979;Українська мова;;+380671110002\r\n');
  return file;
}

const PUPILS = ['Авраменко Вікторія', 'Бондар Юлія', 'В’юнник Остап', 'Гнатюк Максим', 'Ґалаґан Єлизавета',
  'Дем’янчук Соломія', 'Д’яченко Захар', 'Єрмак Дарина', 'Жук Єва', 'Іваненко Юрій', 'Їжак Мар’яна',
  'Йосипенко Богдан', 'Коваль Ніка', 'Нечипоренко-Ґалаґан Святослав', 'Щербак Олег'];

export function makePupils(folder) {
  const file = path.join(folder, 'pupils.csv');
  const rows = PUPILS.map((name, i) => {
    const [surname, given] = name.split(' ');
    const parent = surname === 'Ґалаґан' ? 'Ґалаґан Олена' : `${surname} Олег`;
    const birth = surname === 'Ґалаґан' ? '02.09.2013' : `${String(10 + i).padStart(2, '0')}.05.2013`;
    return `7-А;${surname};${given};;${birth};;${parent};;+3806722200${String(10 + i)}`;
  });
  fs.writeFileSync(file, '\ufeffКлас;Прізвище;Ім’я;По батькові;Дата народження;Стать;Один із батьків;' +
    `E-mail батьків;Телефон батьків\r\n${rows.join('\r\n')}\r\n`);
  return file;
}
