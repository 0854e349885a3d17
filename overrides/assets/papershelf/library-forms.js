// Tables of the generator, made by `make golden` (scripts/javascript.py): do not edit.

/** Parameters that do not say which library. */
export const OF_OPENURL = String.raw`(?:(?:ctx|rfe|rfr|rft|svc|url)[_.][\w.]+|sid|id|pid|genre|doi|pmid|e?issn|isbn|[as]?title|aulast|aufirst|auinit|au|date|volume|issue|spage|epage|pages|artnum)=`;

/** Forms of addresses of libraries; the first one that matches counts. */
export const FORMS = [
  { name: "LibKey", pasted: String.raw`(https://libkey\.io/libraries/\d+/)\S*`, made: "$1{doi}", example: "https://libkey.io/libraries/100/10.1000/182" },
  { name: "OpenAthens", pasted: String.raw`(https://go\.openathens\.net/redirector/[^/?#]+\?url=)\S*`, made: "$1{encoded}", example: "https://go.openathens.net/redirector/example.edu?url=https%3A%2F%2Fdoi.org%2F10.1000%2F182" },
  { name: "EZproxy", pasted: String.raw`(https://[^?#]+/login\?(?:[^#]*?&)??qurl=)\S*`, made: "$1{encoded}", example: "https://proxy.example.edu/login?qurl=https%3A%2F%2Fdoi.org%2F10.1000%2F182" },
  { name: "EZproxy", pasted: String.raw`(https://[^?#]+/login\?(?:[^#]*?&)??url=)\S*`, made: "$1{url}", example: "https://proxy.example.edu/login?url=https://doi.org/10.1000/182" },
  { name: "EZproxy", pasted: String.raw`https://[a-z0-9-]+-(?:com|org|net|edu|gov|io|uk|de|eu)\.((?:[a-z0-9-]+\.)+[a-z]+(?::\d+)?)(?:/\S*)?`, made: "https://$1/login?url={url}", example: "https://www-looms-com.proxy.example.edu/article/182" },
  { name: "OpenURL", pasted: String.raw`(https://[^?#]+)\?(?:\S*&)?(?:(?:(?:ctx|url)_ver|rft_id|rft_val_fmt|rfr_id|rft\.\w+|genre|atitle|issn)=|id=(?:doi|pmid)(?::|%3A))\S*`, made: "$1?{kept}url_ver=Z39.88-2004&rft_id=info:doi/{doi}", example: "https://search.example.edu/openurl?institution=X&rft_id=info:doi/10.1000/182" },
  { name: "OpenURL", pasted: String.raw`(https://[^?#]*(?:openurl|uresolver|/sfx|resolver\.|serialssolutions\.com)[^?#]*)(?:[?#]\S*)?`, made: "$1?{kept}url_ver=Z39.88-2004&rft_id=info:doi/{doi}", example: "https://example.alma.exlibrisgroup.com/view/uresolver/01EXAMPLE/openurl" },
  { name: "Sign-in page (WAYFless)", pasted: String.raw`(https://[^?#]+\?(?:[^#]*?&)??[\w.-]+=)https?(?::|%3A)[^&#\s]*([^#\s]*)\S*`, made: "$1{encoded}$2", example: "https://idp.example.edu/sso?provider=looms&target=https%3A%2F%2Fdoi.org%2F10.1000%2F182&lang=en" },
  { name: "Your own form", pasted: String.raw`(https://[^\s{}]+)\{(url|encoded|doi)\}([^\s{}]*)`, made: "$1{$2}$3", example: "https://library.example.edu/go/{doi}" },
];
