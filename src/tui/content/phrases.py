"""What publishers write around an article, in many languages: one list for each purpose.

Phrases are folded as :func:`fold` folds what they are held against: lower case, one blank
between words, nothing around them that is no letter or digit.
"""

import re

__all__ = [
    "ADVERTS",
    "AGENCIES",
    "APPEARED_FIRST",
    "BY",
    "COMMENTS",
    "DATES",
    "FOLLOW",
    "GET",
    "HERE",
    "HOME",
    "JOINTS",
    "LETTERS",
    "MONTHS_AND_DAYS",
    "NETWORKS",
    "READ_MORE",
    "READ_MORE_OF",
    "RELATED",
    "SHARE",
    "SOURCE",
    "TAGS",
    "fold",
    "phrases",
]

_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_LONGEST = 400


def fold(text: str) -> str:
    """*text* as phrases are compared."""
    return " ".join(_EDGES.sub("", text[:_LONGEST].casefold()).replace("’", "'").split())


def phrases(text: str) -> frozenset[str]:
    """The phrases of a list that is written with strokes between them."""
    return frozenset(folded for one in text.split("|") if (folded := fold(one)))


def beginnings(text: str) -> tuple[str, ...]:
    """The same, for what lines begin with."""
    return tuple(sorted(phrases(text)))


#: Links to the rest of an article, in full.
READ_MORE = phrases(
    "read more | read on | read all | read it all | read full article | read full story | read full post"
    " | read the full article | read the full story | read the full post | read the rest | read the whole article"
    " | read the whole thing | read the rest of this entry | read the rest of this article | read article | read post"
    " | read story | read the article | read the story | read the post | continue reading | keep reading | continue"
    " | more | see more | view more | learn more | full story | full article | full post | full text | more here"
    " | click here to read more | click to read more | view article | view the full article | see the full article"
    " | weiterlesen | weiter lesen | mehr | mehr lesen | mehr erfahren | mehr dazu | zum artikel | zum beitrag"
    " | den ganzen artikel lesen | den vollständigen artikel lesen | artikel lesen | jetzt lesen | lesen sie mehr"
    " | lesen sie weiter | ganzen artikel lesen | zum vollständigen artikel | hier weiterlesen | beitrag lesen"
    " | lire la suite | lire plus | lire l'article | lire l'article complet | en savoir plus | la suite | voir plus"
    " | lire davantage | continuer la lecture | continuer à lire | lire la suite de l'article"
    " | leer más | leer mas | ver más | seguir leyendo | sigue leyendo | continuar leyendo | leer el artículo completo"
    " | leer artículo completo | leer nota completa | leer la noticia completa | continúa leyendo | más información"
    " | leggi tutto | leggi di più | leggi | leggi l'articolo | continua a leggere | continua | continua la lettura"
    " | leggi ancora | leggi l'articolo completo | leggi tutto l'articolo | continua a leggere su"
    " | leia mais | ler mais | ver mais | saiba mais | veja mais | continue lendo | continuar lendo | continuar a ler"
    " | leia o artigo completo | leia a matéria completa | leia na íntegra"
    " | lees meer | lees verder | meer lezen | verder lezen | lees het hele artikel | lees het volledige artikel"
    " | czytaj więcej | czytaj dalej | czytaj całość | zobacz więcej | więcej | číst dále | číst více | čtěte více"
    " | celý článek | čítať ďalej | čítať viac | tovább | tovább olvasom | citește mai mult | citește mai departe"
    " | läs mer | läs vidare | läs hela artikeln | les mer | les videre | læs mere | læs videre | lue lisää | lue koko juttu"
    " | devamını oku | devamı | devamını okuyun | διαβάστε περισσότερα | περισσότερα | διαβάστε τη συνέχεια"
    " | читать далее | читать дальше | читать полностью | читать ещё | читать статью полностью | подробнее | далее"
    " | читати далі | читати більше | детальніше | прочетете още | виж още"
    " | اقرأ المزيد | اقرأ أكثر | قراءة المزيد | المزيد | تابع القراءة | متابعة القراءة | ادامه مطلب | بیشتر بخوانید"
    " | המשך | המשך קריאה | קרא עוד | לקריאת הכתבה המלאה | और पढ़ें | पूरा पढ़ें | আরও পড়ুন"
    " | 阅读全文 | 閱讀全文 | 阅读更多 | 閱讀更多 | 阅读原文 | 閱讀原文 | 查看全文 | 查看更多 | 查看原文 | 继续阅读 | 繼續閱讀 | 更多"
    " | 続きを読む | 続きはこちら | 続き | もっと読む | もっと見る | 全文を読む | 記事を読む | 記事の続きを読む"
    " | 계속 읽기 | 계속읽기 | 더 읽기 | 더 보기 | 더보기 | 자세히 보기 | อ่านต่อ | đọc tiếp | đọc thêm | xem thêm"
    " | baca selengkapnya | selengkapnya"
)
#: Beginnings of such links, before the title of the article.
READ_MORE_OF = beginnings(
    "continue reading | read more | read the rest of | weiterlesen | lire la suite | leer más | seguir leyendo | continua a leggere | continue lendo | lees verder | czytaj dalej | читать далее | 続きを読む | 阅读全文"
)
#: The words of a line that stands below a teaser, and below whole articles too.
APPEARED_FIRST = beginnings(
    "appeared first on | first appeared on | originally appeared on | erschien zuerst auf | erschien als erstes auf | est apparu en premier sur | se publicó primero en | apareció primero en | apareceu primeiro em"
    " | è apparso prima su | proviene da | verscheen eerst op | pojawił się poczatkowo na | pojawił się początkowo na | впервые появилась | dök först upp på | 最先出现在 | 最先出現在"
)

#: Labels before the name of whoever a piece is from.
SOURCE = phrases(
    "source | sources | via | original source | quelle | quellen | fuente | fuentes | fonte | fontes | fonti | bron"
    " | bronnen | źródło | źródła | zdroj | zdroje | forrás | sursa | sursă | källa | källor | kilde | kilder | lähde"
    " | kaynak | πηγή | πηγές | источник | источники | джерело | източник | извор | izvor | vir | allikas | šaltinis"
    " | avots | المصدر | المصادر | مصدر | منبع | מקור | स्रोत | উৎস | سورس | ที่มา | แหล่งที่มา | nguồn | sumber"
    " | 来源 | 來源 | 资料来源 | 資料來源 | 消息来源 | 稿源 | 文章来源 | 出典 | 情報源 | 引用元 | 参照元 | ソース | 출처 | 자료"
)
#: The first step of a breadcrumb.
HOME = phrases(
    "home | homepage | home page | start | startseite | front page | frontpage | news home | main | accueil | page d'accueil"
    " | inicio | portada | início | página inicial | capa | inizio | home page | homepagina | voorpagina | strona główna"
    " | domů | úvod | domov | kezdőlap | főoldal | acasă | hem | startsida | forside | hjem | etusivu | koti | anasayfa"
    " | ana sayfa | αρχική | главная | главная страница | головна | начало | почетна | الرئيسية | الصفحة الرئيسية | خانه"
    " | דף הבית | ראשי | होम | หน้าแรก | trang chủ | beranda | 首页 | 首頁 | 主页 | ホーム | トップ | トップページ | 홈 | you are here"
    " | sie sind hier | vous êtes ici | usted está aquí | estás en | você está aqui | sei qui | je bent hier"
)
#: Labels before categories and keywords.
TAGS = phrases(
    "tags | tag | tagged | tagged with | tagged as | tagged in | topics | topic | keywords | filed under | filed in"
    " | categories | category | categorised in | posted in | published in | more on | more about | related topics"
    " | schlagwörter | schlagworte | stichworte | stichwörter | themen | thema | kategorien | kategorie | rubrik | mehr zu"
    " | mots-clés | mots clés | étiquettes | thèmes | catégories | catégorie | rubrique | sur le même sujet"
    " | etiquetas | etiquetado | temas | categorías | categoría | archivado en | palavras-chave | assuntos | tópicos"
    " | categorias | categoria | argomenti | categorie | parole chiave | temi | trefwoorden | onderwerpen | słowa kluczowe"
    " | tagi | tematy | kategorie | štítky | témata | címkék | etichete | taggar | ämnen | emneord | avainsanat"
    " | etiketler | konular | ετικέτες | теги | метки | темы | рубрика | рубрики | ключевые слова | теми | позначки"
    " | الوسوم | كلمات مفتاحية | الكلمات الدالة | الكلمات المفتاحية | مواضيع | علامات | برچسب | برچسب‌ها | תגיות"
    " | 标签 | 標籤 | 关键词 | 關鍵詞 | 關鍵字 | 分类 | 分類 | 话题 | タグ | キーワード | カテゴリ | カテゴリー | 関連タグ | 태그 | 카테고리"
)
#: Heads of lists of other articles, and labels before a single one.
RELATED = phrases(
    "related | related articles | related article | related stories | related story | related posts | related post"
    " | related news | related content | related links | related reading | related coverage | related topics"
    " | see also | read also | also read | read next | up next | more | more stories | more news | more from us"
    " | more on this story | more on this | further reading | recommended | recommended for you | you may also like"
    " | you might also like | you may like | you might like | don't miss | most read | most popular | trending"
    " | trending now | popular | popular posts | latest | latest news | latest stories | editor's picks | in other news"
    " | read more | more like this | also on | also | next article | previous article | next post | previous post"
    " | lesen sie auch | lies auch | siehe auch | auch interessant | das könnte sie auch interessieren | mehr zum thema"
    " | weitere artikel | weitere meldungen | ähnliche artikel | ähnliche beiträge | verwandte artikel | mehr dazu"
    " | verwandte themen | verwandte beiträge | meistgelesen | passend dazu | zum thema | weitere nachrichten"
    " | à lire aussi | lire aussi | à lire également | lire également | voir aussi | articles liés | articles similaires"
    " | sur le même sujet | sur le même thème | les plus lus | à voir aussi | articles connexes | lire plus | nos articles"
    " | lea también | lee también | leer también | te puede interesar | te puede gustar | también te puede interesar"
    " | noticias relacionadas | artículos relacionados | ver también | más noticias | lo más leído | relacionados"
    " | le puede interesar | más información | entradas relacionadas | relacionadas | también en"
    " | leia também | leia mais | veja também | notícias relacionadas | artigos relacionados | mais lidas | saiba mais"
    " | conteúdo relacionado | matérias relacionadas | você pode gostar | ler também | ver também | posts relacionados"
    " | leggi anche | vedi anche | articoli correlati | potrebbe interessarti | ti potrebbe interessare | correlati"
    " | notizie correlate | i più letti | articoli simili | potrebbe interessarti anche | dallo stesso autore"
    " | lees ook | lees verder | gerelateerde artikelen | gerelateerd | meer nieuws | bekijk ook | zie ook | meest gelezen"
    " | czytaj też | czytaj także | zobacz też | zobacz także | przeczytaj także | przeczytaj też | polecane | podobne"
    " | mohlo by vás zajímat | čtěte také | související články | související | prečítajte si aj | olvasta már"
    " | citește și | citiți și | articole similare | läs också | läs även | relaterade artiklar | les også | læs også"
    " | lue myös | ilgili haberler | bunlar da ilginizi çekebilir | διαβάστε επίσης | δείτε επίσης"
    " | читайте также | читайте ещё | похожие статьи | по теме | материалы по теме | похожие материалы | смотрите также"
    " | другие новости | ещё по теме | читайте також | дивіться також | по темі | вижте още | прочетете още"
    " | اقرأ أيضا | اقرأ أيضاً | اقرأ أيضًا | إقرأ أيضا | إقرأ أيضاً | مواضيع ذات صلة | أخبار ذات صلة | ذات صلة | شاهد أيضا"
    " | شاهد أيضاً | قد يعجبك أيضا | مقالات ذات صلة | موضوعات متعلقة | اقرأ المزيد | بیشتر بخوانید | مطالب مرتبط"
    " | קרא גם | קראו גם | यह भी पढ़ें | इसे भी पढ़ें | संबंधित खबरें | อ่านเพิ่มเติม | xem thêm | tin liên quan | baca juga"
    " | 相关阅读 | 相關閱讀 | 相关文章 | 相關文章 | 相关新闻 | 相關新聞 | 延伸阅读 | 延伸閱讀 | 推荐阅读 | 推薦閱讀 | 猜你喜欢 | 更多新闻"
    " | 上一篇 | 下一篇 | 関連記事 | 関連リンク | 関連ニュース | あわせて読みたい | こちらも読む | おすすめ記事 | 人気記事 | 合わせて読みたい"
    " | 次の記事 | 前の記事 | 관련기사 | 관련 기사 | 관련 뉴스 | 추천 기사 | 함께 읽기"
)
#: Names and words that a row of buttons is made of.
NETWORKS = frozenset(
    str.split(
        "facebook twitter x whatsapp telegram linkedin pinterest reddit email e-mail mail print copy link"
        " flipboard pocket tumblr messenger threads bluesky mastodon vk vkontakte viber line weibo wechat qq qzone"
        " share shares tweet tweeter pin it save like follow post sms xing odnoklassniki ok url instagram youtube"
        " tiktok snapchat google google+ digg stumbleupon buffer skype hacker news rss teilen drucken merken"
        " kopieren versenden facebook-teilen mailen empfehlen partager imprimer envoyer copier enregistrer"
        " compartir imprimir enviar copiar enlace guardar compartilhar compartilhe partilhar condividi condividere"
        " stampa invia salva delen deel afdrukken udostępnij drukuj tweetnij sdílet vytisknout megosztás"
        " distribuie dela skriv jaa tulosta paylaş yazdır поделиться поделись отправить печать твитнуть в поширити"
        " друк مشاركة شارك طباعة نشر تويتر فيسبوك واتساب فيس بوك تلغرام تيليجرام إرسال על שתף שיתוף 分享 分享到 微信 微博"
        " 打印 收藏 复制链接 朋友圈 シェア ツイート 共有 印刷 はてなブックマーク はてな ブックマーク ポスト する メール 공유 공유하기 카카오톡 페이스북 트위터 인쇄 스크랩"
    )
)
#: Words between these.
JOINTS = frozenset(
    str.split(
        "on via to with by this story article page using the a friend auf per en por no na in w v ve artikel"
        " senden le lien sur par su op ut del opens new window click で noteで на عبر"
    )
)
#: Lines about sharing, in full.
SHARE = phrases(
    "share this | share this article | share this story | share this post | share article | share | share on | share via"
    " | share with friends | spread the word | tell your friends | like this | listen to this article | listen"
    " | save this article | copy link | copied | link copied | print this article | advertisement | continue with ads"
    " | artikel teilen | beitrag teilen | diesen artikel teilen | teilen sie diesen artikel | artikel drucken | teilen auf"
    " | teilen mit | artikel anhören | vorlesen | partager cet article | partager l'article | partagez cet article"
    " | partager sur | écouter cet article | compartir este artículo | comparte esta noticia | compartir en | comparte"
    " | comparte este artículo | compartir noticia | escuchar | compartilhe esta notícia | compartilhe este artigo"
    " | compartilhe isso | compartilhar em | partilhar este artigo | ouvir | condividi questo articolo | condividi su"
    " | condividi l'articolo | ascolta | deel dit artikel | dit artikel delen | deel dit bericht | udostępnij artykuł"
    " | podziel się | sdílet článek | dela artikeln | dela med dig | jaa artikkeli | haberi paylaş | bu haberi paylaş"
    " | поделиться | поделиться новостью | поделиться в соцсетях | поделитесь | рассказать друзьям | слушать | поділитися"
    " | شارك هذا المقال | شارك الخبر | مشاركة الخبر | شارك المقال | شارك هذا الموضوع | شاركها | استمع | مشاركة المقال"
    " | 分享到 | 分享本文 | 分享文章 | 转发 | この記事をシェア | シェアする | この記事を共有 | 記事をシェア | 기사 공유 | 공유하기 | 기사공유하기"
)
#: How lines begin that want to be followed or subscribed to, and not to be read.
FOLLOW = beginnings(
    "sign up for | sign up to | sign up now | sign up here | sign up and | subscribe to | subscribe now"
    " | subscribe for | subscribe here | follow us | follow him on | follow her on | follow them on"
    " | join our telegram | join our whatsapp | join our newsletter | join our channel | join us on"
    " | get our newsletter | our newsletter | download our app | download the app | like us on | find us on"
    " | click here to subscribe | click here to get the | click here to sign up | click here to join"
    " | support our journalism | have a tip | got a tip | newsletter | abonnieren sie | jetzt abonnieren"
    " | newsletter abonnieren | unser newsletter | melden sie sich | folgen sie uns | folge uns"
    " | laden sie unsere app | abonnez-vous | inscrivez-vous | suivez-nous | suivez nous"
    " | téléchargez l'application | téléchargez notre | rejoignez-nous | suscríbete | suscríbase | suscribirse"
    " | síguenos | síganos | únete a nuestro | descarga nuestra app | apúntate | regístrate | inscreva-se"
    " | siga-nos | participe do nosso | entre no nosso | baixe o app | iscriviti | seguici | abbonati"
    " | scarica l'app | schrijf je in | schrijf u in | abonneer | volg ons | meld je aan | zapisz się"
    " | subskrybuj | obserwuj nas | śledź nas | polub nas | přihlaste se k | sledujte nás | prenumerera"
    " | följ oss | abonner på | følg os | følg oss | seuraa meitä | abone ol | bizi takip | ακολουθήστε"
    " | подпишитесь | подписывайтесь | подписаться | присоединяйтесь | следите за | читайте нас в"
    " | підпишіться | підписуйтесь | підписуйтеся | приєднуйтесь | читайте нас у | اشترك | إشترك | تابعنا"
    " | تابعونا | انضم إلى | انضموا إلى | حمل التطبيق | עקבו אחרינו | הירשמו | 订阅 | 訂閱 | 关注我们 | 關注我們 | 关注公众号"
    " | 扫描二维码 | 扫码关注 | メルマガ | ニュースレター | フォローする | 購読 | 公式line | 구독 | 팔로우 | 뉴스레터"
)
#: The same, if what comes to one that way is named too.
GET = beginnings(
    "recevez | recibe | receba | ricevi | ontvang | segui | assine | tilaa | siga a | siga o | get the latest"
    " | get our best | get the day's | get our daily | get breaking news | get more news | get news"
)
LETTERS = beginnings(
    "newsletter | boletim | boletín | bulletin | infolettre | lettre d'info | nieuwsbrief | alert | notif | whatsapp"
    " | telegram | app | inbox | posteingang | boîte mail | uutiskirje"
)
#: Marks above advertisements, in full.
ADVERTS = phrases(
    "advertisement | advertising | ad | ads | sponsored | sponsored content | promoted | anzeige | werbung | publicité"
    " | annonce | publicidad | anuncio | publicidade | pubblicità | advertentie | reclame | reklama | inzerce | hirdetés"
    " | publicitate | annons | mainos | reklam | διαφήμιση | реклама | на правах рекламы | إعلان | إعلانات | اعلان | פרסומת"
    " | विज्ञापन | โฆษณา | quảng cáo | iklan | 广告 | 廣告 | 広告 | スポンサーリンク | 광고 | story continues below | article continues below"
    " | continue reading below | story continues below advertisement | article continues below advertisement"
    " | continue reading the main story | scroll to continue with content"
)
#: What stands above and instead of comments, in full.
COMMENTS = phrases(
    "comments | comment | leave a comment | leave a reply | comments are closed | no comments | post a comment"
    " | add a comment | join the conversation | view comments | show comments | write a comment | loading comments"
    " | kommentare | kommentar schreiben | kommentieren | keine kommentare | kommentar hinterlassen | commentaires"
    " | laisser un commentaire | commenter | réagir | comentarios | comentar | deja un comentario | dejar un comentario"
    " | comentários | deixe um comentário | deixe seu comentário | commenti | lascia un commento | commenta | reacties"
    " | reageer | geef een reactie | komentarze | dodaj komentarz | komentáře | diskuse | hozzászólások | comentarii"
    " | kommentarer | kommentit | yorumlar | yorum yap | σχόλια | комментарии | оставить комментарий | комментировать"
    " | коментарі | التعليقات | تعليقات | أضف تعليق | اترك تعليقا | اترك تعليقاً | תגובות | 评论 | 評論 | 发表评论 | 留言 | コメント"
    " | コメントを書く | コメントする | 댓글 | 댓글 쓰기 | back to top | nach oben | go to top | haut de page"
)
#: Words before a name in a byline.
BY = phrases(
    "by | written by | words by | posted by | reported by | story by | text by | author | authors | from | and | with"
    " | von | autor | autorin | text | und | ein artikel von | eine analyse von | par | auteur | publié par | écrit par | et"
    " | por | redacción | escrito por | publicado por | y | texto | e | da | di | a cura di | scritto da | autore | de | door"
    " | autor | opracowanie | av | af | kirjoittaja | yazan | του | της | автор | авторы | текст | и | от | автори | بقلم | كتب | كتبت"
    " | الكاتب | تحرير | מאת | 作者 | 文 | 编辑 | 責任編輯 | 责任编辑 | 记者 | 記者 | 文/ | 執筆 | 著者 | 文責 | 筆者 | 기자 | 글"
)
#: What dates and times are made of, numbers aside; the names of months and days are told by their beginnings.
DATES = frozenset(
    str.split(
        "t z published updated posted on at last modified date time created first edited update pm am utc gmt cet cest est edt"
        " pst pdt ist bst ago min mins minute minutes hour hours day days read reading to uhr vor am um den der stand"
        " veröffentlicht aktualisiert erschienen zuletzt geändert lesezeit minuten stunden tagen publié mis à jour le la h"
        " dernière mise de temps lecture modifié il y a heures publicado actualizado actualizada publicada el las los del"
        " tiempo lectura hace horas minutos hora atualizado atualizada em às há minuto tempo leitura pubblicato aggiornato"
        " il alle ore di lettura fa gepubliceerd bijgewerkt geplaatst om op leestijd opublikowano aktualizacja dodano"
        " zaktualizowano godz r publikováno aktualizováno dnes čas čtení publicerad uppdaterad kl oppdatert publisert"
        " opdateret julkaistu päivitetty klo yayınlanma güncelleme tarihi saat okuma süresi dakika dk опубликовано обновлено"
        " дата в г года время чтения мин минут назад часов мск опубліковано оновлено о год نشر في نُشر تاريخ النشر تحديث آخر"
        " بتاريخ الساعة ص م منذ دقيقة دقائق قراءة وقت القراءة عدد عصر فبل"
        " 发布 时间 发布时间 发表于 更新 更新时间 发布于 年 月 日 時 时 分 秒 公開 公開日 更新日 最終更新 配信 掲載 投稿日 입력 수정 등록 승인"
        " 오전 오후 년 월 일 시 분"
        " th st nd rd jan feb mar apr may jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun"
        " yesterday today heute gestern hier aujourd'hui hoy ayer hoje ontem oggi ieri vandaag gisteren dziś wczoraj сегодня"
        " вчера اليوم أمس 今天 昨天 今日 昨日"
    )
)
#: How the names of months and days of the week begin.
MONTHS_AND_DAYS = tuple(
    str.split(
        "jan feb mar apr may jun jul aug sep oct nov dec mon tue wed thu fri sat sun"
        " jän mär mai okt dez mont dien mitt donn frei sams sonn janv févr avr juin juil août déc lun mer jeu ven sam dim"
        " ene abr ago dic mié jue vie sáb dom gen mag giu lug set ott gio fev out dez seg ter qua qui sex maa mei maan"
        " dins woen dond vrij zat zon sty lut kwi maj cze lip sie wrz paź lis gru pon wto śro czw pią sob nie led úno bře"
        " dub kvě čer srp zář říj pro úte stř čtv pát maj jún júl szep okt ned tis ons tor fre lör sön tirs lørd søn"
        " tam hel maal huh tou kes hei elo syy lok mar jou maa tii kes tor per lau sun oca şub mart nis haz tem ağu eyl eki"
        " kas ara paz sal çar per cum янв фев мар апр мая май июн июл авг сен окт ноя дек пон вто сре чет пят суб вос"
        " січ лют бер кві тра чер лип сер вер жов лис гру пон вів сер чет п’ят суб нед"
        " يناير فبراير مارس أبريل ابريل مايو يونيو يوليو أغسطس اغسطس سبتمبر أكتوبر اكتوبر نوفمبر ديسمبر كانون شباط آذار"
        " نيسان أيار حزيران تموز آب أيلول تشرين الأحد الاثنين الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت"
        " 星期 周 週 曜 月 火 水 木 金 土 日 월 화 수 목 금 토 일 요일"
    )
)
#: Names that need no label: news agencies.
AGENCIES = frozenset(
    str.split(
        "reuters ap afp dpa efe ansa tass xinhua kyodo yonhap pti ians ani lusa belga sda keystone-sda apa pap čtk ctk"
        " interfax ria sid upi aap anadolu bloomberg dpa-afx awp ots mti tanjug hina agerpres ntb tt ritzau stt bta aa"
        " риа тасс интерфакс унн укринформ europa 新华社 新華社 中新社 共同通信 時事通信 共同 時事 연합뉴스"
    )
)
#: What a link to a source is called instead of its name.
HERE = phrases(
    "link | here | hier | ici | aquí | qui | hier klicken | click here | original | original article | website | 原文 | 原文链接"
)
