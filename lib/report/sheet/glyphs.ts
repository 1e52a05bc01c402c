/**
 * Letters as pictures, of DejaVu Sans Mono. Written by tests/data/make_glyphs.ts.
 *
 * The font's notice:
 *
 * Copyright (c) 2003 by Bitstream, Inc. All Rights Reserved.
 * Bitstream Vera is a trademark of Bitstream, Inc.
 * DejaVu changes are in public domain.
 *
 * Permission is hereby granted, free of charge, to any person obtaining a copy
 * of the fonts accompanying this license ("Fonts") and associated
 * documentation files (the "Font Software"), to reproduce and distribute the
 * Font Software, including without limitation the rights to use, copy, merge,
 * publish, distribute, and/or sell copies of the Font Software, and to permit
 * persons to whom the Font Software is furnished to do so, subject to the
 * following conditions:
 *
 * The above copyright and trademark notices and this permission notice shall
 * be included in all copies of one or more of the Font Software typefaces.
 *
 * The Font Software may be modified, altered, or added to, and in particular
 * the designs of glyphs or characters in the Fonts may be modified and
 * additional glyphs or characters may be added to the Fonts, only if the fonts
 * are renamed to names not containing either the words "Bitstream" or the word
 * "Vera".
 *
 * This License becomes null and void to the extent applicable to Fonts or Font
 * Software that has been modified and is distributed under the "Bitstream
 * Vera" names.
 *
 * The Font Software may be sold as part of a larger software package but no
 * copy of one or more of the Font Software typefaces may be sold by itself.
 *
 * THE FONT SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS
 * OR IMPLIED, INCLUDING BUT NOT LIMITED TO ANY WARRANTIES OF MERCHANTABILITY,
 * FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT OF COPYRIGHT, PATENT,
 * TRADEMARK, OR OTHER RIGHT. IN NO EVENT SHALL BITSTREAM OR THE GNOME
 * FOUNDATION BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, INCLUDING
 * ANY GENERAL, SPECIAL, INDIRECT, INCIDENTAL, OR CONSEQUENTIAL DAMAGES,
 * WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF
 * THE USE OR INABILITY TO USE THE FONT SOFTWARE OR FROM OTHER DEALINGS IN THE
 * FONT SOFTWARE.
 *
 * Except as contained in this notice, the names of Gnome, the Gnome
 * Foundation, and Bitstream Inc., shall not be used in advertising or
 * otherwise to promote the sale, use or other dealings in this Font Software
 * without prior written authorization from the Gnome Foundation or Bitstream
 * Inc., respectively. For further information, contact: fonts at gnome dot
 * org.
 *
 * @module
 */

/** The sides of a letter, in pixels. */
export const glyphSize: { readonly width: number; readonly height: number } = {
  width: 12,
  height: 24,
};

/** Which letters there are; the last one stands for all others. */
export const letters: string =
  " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~¡¢£¤¥¦§¨©ª«¬®¯°±²³´µ¶·¸¹º»¼½¾¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ–—‘’“”…→□";

/** Their coverage, letter by letter, row by row: two pixels a byte, deflated. */
export const coverage: string =
  "3F19jFtVdj/v+ftjPM6SIWELGdNq1aQhY6dq1YUEbCT+2SXCRm2qatlih0r7x1LWjlSp/wB2WFXt0hKbUKmVENi7K5" +
  "ZWgniApUsXGDsflArCeIK2EBaIZwgQSCbjzHjs+bJ9q9+5nrHz4ZnMG8942vPHT3fuO+++6/vuPefcc859Q/R/hRwX" +
  "l4ddw0D7UANbtaaJbBcd/a2xA9Qd640R+QNBH1HcGSeiE/QudQmQRDJOmCaIrEO2ISJHwpEgrh6SSM/Ss0T0Mf2WSJ" +
  "lSy0SGorGovT+67ALqB6pPEUWFqBEV/uzog6TOcf0oY/Q1oDFfOwTWU2Me3OXuB/YOqa/+3tF0ShVC1Dx062D10KUt" +
  "13FpMgy+QkTeex91ET1NXZF55Jo7DYPHaM9RItpzfB7uBtiO0+5Rn47Usz1FIuMQ/ec8qmd7Jolo92hA6/AMiBiRWw" +
  "DjT6Im7QRGPUD8fKI7psB4IR8g6jrZd4Y+9od0F5xfhwMUfKUU7CdjLbtlduf1hYhBCPHGCN1W+NA4o7E/1DW0GHaA" +
  "vCHgmwB9GWgdB/by0AQjwKQPmHEBc84GZjyNq5JT3iVbkK3JlutPWZoMeN1EnzCGA01tTgBN3KaOR1+dAypVxkqjRj" +
  "/T4JR3yRZka580PeVayJyYR/UVc2K7Szn4k3/9yklqetZFEpVHUSOvNvOvLTVL4Aa6IXOKElvxrA/qLTXQy/IwmgKm" +
  "eY6dW63HmlkySFzXJMekGbVSHOtVGUXRzMO9hSdBFCtUudBYO1Kzh3ldn8Z6N0BOUtcIMBhbEANyvdl5pS2bdAPnPU" +
  "ReISaJcj+9oUK6KlHeY5ohikcsZaJgwloi8vdbJ3e87++3loCyXvJIftxbnW9HtqmNeg7PQqQJ4OM/AJJeOwaFEKk6" +
  "aqPv5c95yCjwuwzPuXbVUKcU+OflGMcAJn4zfog53QW8k773IQ7HILF3fIbiaTCbIQcCEjX25zvoj04IUSLdq65t3B" +
  "/KuxZw2xyRKmpPAgXr220sminNT4zybEpHLD92bhMuqxBiipQH8+dZhWijKCaeUgBa3gN69wDfwYQ0TgC3xIAHnfYJ" +
  "UsuYqLYhYDfGYVziwgRuRi0khCjPo/zhzVjLn3Px1TNEv9ywR6quAv/4dGgBlbzP/GNctTCn8nDhIx5gLaQ8AXvvRo" +
  "EJnfxiw1+QIjATjDxHzVJHFh+qHiDrtBAVsor9GwshyyxROIVJ5e/XcZnyqCc/eEg3UD2gsTt44yLGyL/6NEA/LbsB" +
  "7M02hA5LFx3rdAsLKoeUSKxbc7hf5RE08/3ayDg4GiJKY3x0Yl+P8Bhm8RawetM+yu3rqRDdIMRPiXYJcYzUsX09Yy" +
  "7zFFE0VpdLKKeMtX09hQjleHxMOc3jQ5vzkF05rHdj9c6tVbKWYWfZipB1XE4Yq3duFinwxFO0Of+Bn2VLmAVyBqtM" +
  "J5z0dxvun+HfdYRoW/5D6rhWap/+as9TVt/eMGArtDU/QXS3+NCpPlJ7ishd2Ydtx9y9mLxcQ3Sf+BDLeyuLMHnXqt" +
  "KlNuHS9atB21kbuGuPQUQ9Il7FX7cWTmEcrs9hHAyZCVmjPIyrklPetSLaNFgJQb+LKaJ/2FnXXwUWrwWIGzMLxugR" +
  "iKUqqrt4LNwslrypBkpilVvHFZDy8NhbRHf88hvRiPI1kWnCOkSklN0hXe7U2bCz78nbp5+hZ0k//QLcBtOv01dEp2" +
  "T5INcHXeDZEtHlTn1lZgONTvAW7Xc+4N/23Tzbe9dAQV4RSR6GC4O82cIGz1yCxWcf78WmYgj6MZyAGMwE9HNEwqkI" +
  "J3bHIgCdJVJdk0T+Ye8wUddkNKFdRBuFqB5g+6dCxhnamA9h5x2NLeDGggdX32KeD5gnxzzuIaBjHNgLvC6TBY/woU" +
  "1eeJrovrG3nayYIxT+0rk1RAVMSj0rIlikRBY2xmCjzpdlveSR/BT+csO3Q/V2ZJuayCpq/yG16hGyltSHZslaIrXg" +
  "gm5KR4DhFDDYz9oq2yjLeuZhfr5XtsNtaiMFI5yoozRvrkR+C3VsxdPgzErU2KEM+9zqKN0YVyJbI3VsxXMFahygh8" +
  "deJdohn3V8w3d8+ppzYZ5IWeNgPdA9Tl6RdUwAUe/OwtJwZw1VJ6RR7pgSznI7Idh4WpVG3YZZHDH+83gt/IwaO4Sn" +
  "OOtI3ew3XgFe0pomMmCnU0c5XMtH+yTZ/mpDdJwcWBake6bwtsbecIM7StYSKbmQtUQ3TqEmEyNryTqDq8kUkbUiQp" +
  "AJuRGUN8/yXfkA0D8CtLKUUAoBlgMjQBvLew3ESrN9KISYqKMmcmObU3TDAV5053z6StH9QsLyTtH9/LDj8aL750Xv" +
  "bUV36tQT1qI79cQpoHcS2DUMxCakFWrrj1U4yZuyigjjEHB2Elg6B5xMOoHeCNA+BDROApVzQEr6gd400C6ARkaloN" +
  "WfoB8Y9bFfokxK4cDmmtNQIcqEIH/CKRvrCHuRyDvEMmdIlmW95JH8SuHApppTtoM2tRpmihDVQyznax6lShtzWUh+" +
  "9ziwe2KhjHqsYg/4f9ZaXzSh9vEJtHV8SkT6QSh5Ij88MWSS3XvumrpjEeK8NBNmYFFsFR7YFbkQMBOwlOn3a05cPQ" +
  "aeqo8sZSX4GThNzE8FJzAeA7qHgbYyUC/9Ecsnw+DoY2w/V0lf23fdgwQjcH5/bprDKlby5x6A3we9Itr4T6zgKBlp" +
  "2M7BlPGfXT2FkIntOvpefpQvaqA4ZsWMxOXHLhdHLQSPSjihETF/2LKNR1Sxr6fgwc+bITLmsGfRRNDD1lLvMCxh+B" +
  "C8WXh1ohFESjIeyrP/MOmDuyMYM5Xgf7GNE9nGu7NEpkl/hEg3HceW+JPBxr5A7hG0UIEBjh2lgp22OhsNwAEUjLgn" +
  "jGVvLFgyT/amDp6yjDuyv37BNmwfPvtoV9YyMen1pkxT493RmKGStedCOpEwQxqEDMJJBZcq93HLJ6zirkmshmiC0g" +
  "FlzEl9J7FATFNemDCnc9g++Xn34uWZnoMr3DQTTBD1jWBI0yFdhddTOsQyYSS+gv1OEKHtsh27p6yuwl6udMAwB1HT" +
  "NYHpBeeXMsbu+HB5eRaRFtKzN4BxYsHLJIMEUiUGGxUWrvCzH+pT3ktzlM3L7rr3UMH7rzJWPdSGNoqyK72O0qfcXm" +
  "xqf2mSjmIZAakHRWVkREZJZMRERk/qTk0ZVZERFjluMvJSj8LIiIyMzshIzfLIIqYXsO5YbSte0v61EMsK3YW8D0GJ" +
  "m86Q8qlLec9140miG+Fk+X9MoomucvkmniGq9DT6eQqY2EBYLZJbII0boa2DsIsKAi/+V66N0lyP+2hbXoiACos9YJ" +
  "7bSfEAIu65gHnGdZsIqELU4gHaNfYzubaWT+psK9xVjZE6VxBzpIpjPYWAKlwUTqgV7JGh3XqH6mVZDx4f+Gfr97ab" +
  "7ht7WzpiAhT+8uY/CVCOf7IM2EmTTyopWS95JD89iHs1U9JzFTTnjyU9lBa1jEdfu3e78FimEDeEwsp4ILXS9bKZ63" +
  "XMI/nJxPe2l3SHERMJwt5Ta/t0mRAEXW+/jXOi7Iw2lqXSnlTFY+p3Qxw5jeBedhBrIuUwdsM2+EmoF1FRckOF4okh" +
  "ifMqarnYVpJjnhS1tEdX27dd1N9L6/cFHsmPe9MyAkv0tx5EYJMcYdycO7fUa1TmWuE3x54kZS4nZkgRL/cIUoSTMh" +
  "7k2SR94IkvgVoHAubnPDZRnGO0Ei/hWQzZbklJ1NqfZqnTRF7OEJC4iJRaDGUW0zfLCNiJEWBl6VUnX/RVMRmjtMs6" +
  "jXI6QpTehZWUzkOnpGfwVtMBrnfdBKvVpa86cVc8BbRrtMdMAuFkiURxTSh1Q/BlYBd76tSMZn9dC3K8dn7zqMtREB" +
  "mRchS9pZuGHVn7RetFR7992DLu6LcNmZfA9vanc+urBRk4Dh6FflfF/k3ChQyBZAT7+iA8TuRNybKslzySnwza96et" +
  "qKHfZ0kVL0N3CydFWb97+7F+erNcztbrJU9dv+/GvS1WnUYy5o/HfdiPp32q2LdN+LBPz/swJkkfxideL8t6ySP56/" +
  "cu2PNXogYylf7gQoxM5byYJFPlmPo3ZGI/i2m6sb3Afr41tpcMA6P7icI8H3L7dX9PlOP66HMQT8YcMoKIbmXlgku/" +
  "2nk9nLTM/+3B8ysN7OYuQ7YrnBKvvHoZsqxJc8pGkPlN+XbLn2tZ0cC0j5DP5qP8fsyfqKgmfWQee7nd671rnMgxhI" +
  "kQjMFaTnso58SuMxrCnrW3H2a8bRzZOMZyOAR3TQZDkp5bmf+nFX0KOA1VpswiT1c/5Y11DZuKjn530XbRNvzXbzuy" +
  "puK//aM7pi9/7g37lOqwI++kXL+1ShTngG9bSWb4UMYDJ8yWkzd9hoQ+TmGLzyxkjCinkWtnKQVTcPxaypx7l/dAvX" +
  "pPtrc/sADt48Yp9qBe4JzruAcFd8IAp+6IdYTIUOqFYfpxGGo1ykPaK+OKbFlzTE7F9kMnsCHRCVa52ignhHDVkUj3" +
  "Bep2sC/oHRStHK99gp0+Z/jhvMKxT3TxxlhzQhs9gb6b+BfYpvAAO+tm+8UGcp6YEkUf8mxTSVTi2UYWWVcTv2zBVn" +
  "YutCyfci3UKqd6tbEF5U8xcsBBCXMUFq5crPYm5BGQo6fL4ZeqjLZp58LVZn5uQbYmW5ZPaSsZB88/cN1TMvto286e" +
  "wzBH1pJaef6bx1z67lYljrD7crwbQWK4SgPkndqzNUDJGOrzLmCBGmVZ753+/tZAnZ/uLnx41TavhQyDX7tYkaeICo" +
  "d6YpyQTYS0SCLDzAJiV1WsY3N9M3LOwJBEai/9C5E1QMEXK++5yPz5pkkie4ReI3IE6PH5sqwPvll5z1PnXzFhDVjL" +
  "yG7yDsEtnwkQosxw19vQh0l/P3WJSk4MEyV5IHrHeVcjUNN+//w8rURurFjmNJPuMAIFWzhcILd00h9um4FouSUPff" +
  "TmNzJHiGbINEdQYRknxV+iuJPMtQfgDd0jXsIdPzrZsGS3lwm5xyNAZFBfO3WNI/glcb2RaXA0Qso7d173gsseITJl" +
  "f6g7LCLPH3cfIto98ggmhsTjfY8R7X5QNyAiz9tj4JR3IXtZa+S0Trb6eG7nF6wWEQHHGYq+QyqMQ5ehROTef3sJO6" +
  "C3Fsw+9woCOCuiTWR0kfouxV10+/uWKdKP3pwJUdeEcZrqZVlf55H8a0KXZ8+arsA1mD8mcd71/HFT9sbE7hFg94hJ" +
  "zDq7j5uOPOLc/aApaz7S7vnjYMEmcT2QcvBr2ORHb0kQdft0FxnHiaxHb0kRKc/i6rqg5Z7Ua1OGtm4AppvlziCbV1" +
  "3syPZjc6n7EsU7UG1ga75LiDU4Ya08C/ljCuzgZ+1Af/ycRUK3c435IpHFg7Iu99Eqv7ubWOMcxlYBYg8Hh2id0rX6" +
  "E5KcYZvzKeLAZhFS5oRITivTP/rK9oXCjqIrcQlCvM+pFkQ26LQKoKMJZY28SptzQDJrwtWgtTmBsnqk8EaanmZ8Ed" +
  "q68D9L3mSVgtm0NJrWRIarh7Heu16GvRF04fMHB4m+nkdZI6+qh88vqG4/n+tcc1IjtJ/XxYvYEqV2nCEyzG0Y9CGD" +
  "astQvcz1kkfyL5fcCEESdS+N3RytRMd+mILb9BeunsOnfERPP0AwgIh28L78+H9DxMeA3ydgsh7/QnkeV7c/ugHsQC" +
  "07pZpxsJoJehbUzD2sZj5HsWvJ2Jwu8xHa8iAZrZ4pEZX+vnu4xpYlst58f4zIMO+XWNXxuTbCdnAeJcmEKYky1u2F" +
  "Zlfw3Qm6kfuX5IHibBGlfjTp0HU/4e34LMdoFqaXIr+Q4I1cnjfSsfM7A+zsm7xcb3aqP370RPnoGViDWVuq0/0xj/" +
  "7pBJH7jwcvNyk61J+W++JOva9Hz0IkvL8jRGRJmFNEpvfhT1ZyFY47NPqjn0EwxFzyJ7j/6A+nZC/0p4JY6mX9cbTp" +
  "PBpOtYsSJzKWyDqOAJIjC/TGgNEAMOPMiYtUoZy4qJ9BkMlcAiLLhaiXMZhATdJHOTF9Gt706XV4Hm0Lh+ct8vMrcA" +
  "H3VX2XLnfqY4Gln1wH5784ZUknv1yR6nx/+nik30AsxnTSku10f2yTCPlJbKKO9aeV/urc+a+r66+O9aeF/upUf1rp" +
  "i3V2Xs/GZ1cR93+JbCX1oRmy8flWnNBJh4DhBDDYXxA18jMG+xv1zMP8fK9s51rOw7bQ7x07/9VqfXXu/NfV11fH+t" +
  "NifXWqP63sw071p9V6X2fnB1uR8grRdqduzKMb89AdZ+44Q6QbwycPKQgLQZa5XvKAf9fK/U4u0g+cc72G/drZEYyP" +
  "CBkrRAWfZYrMImEvUTDab59Uv8T42FMYn2ec3iHbzBmMjwgtjI9ZHNgknH1hfKfi33UYn52a1nsHz6Nddb13rj9XX+" +
  "8d60+L9bXe3td6O49WP0PRjILVM1uwVCM1PoF6e2kBUSOvClH7r6u1oPXwIMiYqwQ4b7ZEVNi3qULISs0j1/TgL0id" +
  "NReRd2ofBprnXKh/tAxU0hHko9pHgNaiOvuDm++fUGfjQqTU2RtOazgPsvh5ok6c31ksntKB/mzhAXrmt5D/k4h52R" +
  "PmbOf6Yxz1FIkce34zQuS+bjC0Ls5btdT7a9qfg19hfJp8QbIs6zs7Pi1IP/Cb7dVQt6jlRNHquadkmCayDtM59bAQ" +
  "Ym4L5M9c+IBtGN+MRs5hNOSd3vDnblFNimlD7ugNY5wevc7Oo21hb4/0XeCDVNRXXWTYcDypYYfwSjcUO3r+y87ij1" +
  "OndTIPNtXJ/sAWJnr0BJr7sg+faOk3jnT6fJyt6Bifx2Za+/4srr86cf5rMf3Vgf4sqr86dT7OWkIsQGIzdao/5mkF" +
  "Hx9Jf/oY0V/+GnNzA3961jCI7MEw7GFFPKYrOPkcE39HJZion28qz59vSkeUhfNNU7gXNl5b9XsHzn8tvr46cf5rsf" +
  "XVgf4sur7Wvj+L24edOq/Xyj5cZ+cHW+X5tM6gW9W8oACON/xREfvxCzH+7U7TDNkKAUuJXg/GLEVbvzdlLr1OwZS+" +
  "1o+TvODxmE9DXnn/cKASom+1db135DzaIuu9E/1ZbL137Lxei/W13t5Xp86jLf09kDU+L9zifa2783or+VLNmtOq9u" +
  "dE45CSnWe1n+3P6MUGtvXLOUuQudZAC5+uRe7M/L8mwn+ZWlPSl+k9pKfhk1b+IRs+M5jyTxAVYhgaiWtJ3VNmMY+9" +
  "k5YKUTCLAUr6cDb5xNoPUHvIO+kteovNuLrPiwCUj2njXXfdFe7HNl2Uv7V3794wvsGlfMJTW/P/LFiUfpepMDY2Nl" +
  "bgBGb3cvHs3r1790bfOHHixIl3Wz3mfwEAAP//AwA=";
