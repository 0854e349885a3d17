// Tables of the generator, made by `make golden` (scripts/javascript.py): do not edit.

/** Parameters that do not say which library. */
export const OF_OPENURL = String.raw`(?:(?:ctx|rfe|rfr|rft|svc|url)[_.][\w.]+|sid|id|pid|genre|doi|pmid|e?issn|isbn|[as]?title|aulast|aufirst|auinit|au|date|volume|issue|spage|epage|pages|artnum)=`;

/** Forms of addresses of libraries; the first one that matches counts. */
export const FORMS = [
  { name: "LibKey", pasted: String.raw`(https://libkey\.io/libraries/\d+/)\S*`, made: "$1{doi}" },
  { name: "OpenAthens", pasted: String.raw`(https://go\.openathens\.net/redirector/[^/?#]+\?url=)\S*`, made: "$1{encoded}" },
  { name: "EZproxy", pasted: String.raw`(https://[^?#]+/login\?(?:[^#]*?&)??qurl=)\S*`, made: "$1{encoded}" },
  { name: "EZproxy", pasted: String.raw`(https://[^?#]+/login\?(?:[^#]*?&)??url=)\S*`, made: "$1{url}" },
  { name: "EZproxy", pasted: String.raw`https://[a-z0-9-]+-(?:com|org|net|edu|gov|io|uk|de|eu)\.((?:[a-z0-9-]+\.)+[a-z]+(?::\d+)?)(?:/\S*)?`, made: "https://$1/login?url={url}" },
  { name: "OpenURL", pasted: String.raw`(https://[^?#]+)\?(?:\S*&)?(?:(?:(?:ctx|url)_ver|rft_id|rft_val_fmt|rfr_id|rft\.\w+|genre|atitle|issn)=|id=(?:doi|pmid)(?::|%3A))\S*`, made: "$1?{kept}url_ver=Z39.88-2004&rft_id=info:doi/{doi}" },
  { name: "OpenURL", pasted: String.raw`(https://[^?#]*(?:openurl|uresolver|/sfx|resolver\.|serialssolutions\.com)[^?#]*)(?:[?#]\S*)?`, made: "$1?{kept}url_ver=Z39.88-2004&rft_id=info:doi/{doi}" },
  { name: "Sign-in page (WAYFless)", pasted: String.raw`(https://[^?#]+\?(?:[^#]*?&)??[\w.-]+=)https?(?::|%3A)[^&#\s]*([^#\s]*)\S*`, made: "$1{encoded}$2" },
  { name: "Your own form", pasted: String.raw`(https://[^\s{}]+)\{(url|encoded|doi)\}([^\s{}]*)`, made: "$1{$2}$3" },
];
