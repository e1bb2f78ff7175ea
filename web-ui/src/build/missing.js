// Takes the place of the pages where they could not be built: says so, and how to get them.
const sentences = [
  ['en', 'These pages were not built, because Node 20 with npm was missing, or could not load what the pages need. The API is complete.',
    'Install Node 20 or newer with npm, then run this in the folder of Narthex and start it again:'],
  ['ko', '이 페이지는 빌드되지 않았습니다. Node 20과 npm이 없거나, 필요한 것을 내려받지 못했습니다. API는 모두 쓸 수 있습니다.',
    'npm이 포함된 Node 20 이상을 설치하고 Narthex 폴더에서 아래 명령을 실행한 뒤 다시 시작하세요:'],
];
const say = (tag, text) => Object.assign(document.createElement(tag), { textContent: text });
for (const hidden of document.querySelectorAll('.bar nav, .strip, .controls, .foot')) hidden.hidden = true;
document.getElementById('page').replaceChildren(...sentences.map(([lang, why, how]) => {
  const section = Object.assign(document.createElement('section'), { className: 'page', lang });
  section.append(say('p', why), say('p', how), say('code', 'touch pom.xml && ./narthex demo'));
  return section;
}));
