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
  "3F37i1tXfv8bvvdevSXDdTN+xB7BbQu1HY9AKYVNYwuUNj8kGws0AVPyEMgUSkkskLNlQxoL5HSbls0ItFlv02wskO" +
  "2slzgjUJJu7DgSaOz4NSOBR48ZaaTzN5TP90gzGtuaxx3NaNqvw8c3537vuUfnnvP9nvN9HBP9XyHPo82hu8SYB7ry" +
  "a9VmipyPPOnBOALyxL1xokAw5CdK6OeJ6DpdJ7cASSRr1VYlcuadeSJP0hMnLs5LpPM0RUQ/0A9EyoLaILLUrFXz7d" +
  "Gyy2i51P6IKCZEh6jy91feJKXF5bOMsc+A1mLnAlhvlA085UsD9+TVi89cTqVVIUTHoBem2xdW19zF9clSuEpEgZfO" +
  "6kQfkDvaw8BLZw16CXd/foWIXvxyFbiu0ouzQY2Ue/tqRNY8/XcPlXtjNXDNBc12z7SIE00IYAK/ilI6MOYH+vhnTS" +
  "wQkTpXDBK5v5m4TT8Ewtqc/iASptDVeihN1k52vOXfV4laKkJ8PUNHK99bmybb050pg3AEFAgDvwZYGkDnPNDL0ysS" +
  "Baa4szIGMKevoCxJ8bcJRVeekjVoXJusufuW9cmCz010izHCNY/31WnjOjXufWWJsb2C6tLKXckpn5I1yNpu9b1lI2" +
  "SP91C5Yo8/Z9D59z++r5OSahnUxbPv/8d9XZV3+/h3lqTsfRx9kDlViYN4dgd5GyvoY3kYS6+MsYfb9Vo7SwaJu5oC" +
  "tcfRLCUwD5RZXNrrwHEeBDGeoXMrc0dqdikBCpjvVshJcs8AQ9xf0yi2LOLSxTNt06RdeugnOilEjSh34WCb1DZR0W" +
  "9bJEpEHQ2iSNJRJwqknfXD3wayDmBalkseyS+f7dYj6zRHY1OQHikB/OA0SxKLeYwIIdJdNEevFh8aZBVC1Ml60TjW" +
  "QZlS4TlRZCwDbPxlAtBm6hy+ycQ3uISOp+O3cVnApR1yICjRZHteKTz0k8bt0S4aR7k93ZYU8eKjLSJVYI0hkegoC2" +
  "XK8BtjPJoyUfsv9KPCcAghFkh5s/jQbHNQJYSFUgE6vgYGTgC/cleJrFXgeBx4XndXSW2Qu0rOPHAP+mFeIsY1C51+" +
  "NENCiEYP5Q/vx07xgcF37xBd3PuiVF0VHqyp8DIqRb/9F7iL/rlDyjuVm9zBpujd8gWiQ0K0iFI/7f0HUgTqsrZwz8" +
  "7z3FF7q32OnItCLJGzc2asEna0eH4tYN5pfE1FlFMIPKRdapuVlvhFIs7In7wA0FiAOKorskgKHV5kqNxSyAAij5RI" +
  "Sb6JXsPkJ7Lz8+bIOj0bxnwXLVLF5D7ht6CjwvjVqSDlJsfaRAcr4gLRc0JcJaU8OVY27AtEsbiT5ZID12lrZ3KsEq" +
  "Uc94+tMMftN0MHipBdOcgxa+elA21yNogyflcNso6v49b28/srSSoKkUjTgeKfAtwfEf4kGYwfTej0L3tPNYkyQlwm" +
  "Olr4nkaulYanv4bzlu1fb1g+xfeEYHpVfK8r73b+jci7NIm3LvE05xJ5t8fZfWpbafWacP3y7aDnePZ7O+9xP4iL+L" +
  "8XKvd5lZHD2y2ZqiyRdyWnfGpLtH96Ts73BaL3nz8o9ZfUpxW83c7KOwb1aWnry6rAyxtF7JZ7KCmQXsEtkPJO+Uui" +
  "id/uPRtVHhDZ5h15IqXhDWvTN+5F9IkLxxc+oSnSFn5PN4nufU73ib6X1zAnaAshAzzjUfDbeYFG13mL9uxd/uuVAq" +
  "/3NkAhnhEplrpzEM9aM+HHShErPte8N0/kzbuqEDgQg5mgZQldpwjdwlKdZXvSXSMKlHwlInctFjcvoq1CzEV5/bNE" +
  "1iY9Uwxj5x2LM0atTRqrGLj7JfP8iXlyzOPNAz3zfA18JpMHj/BbhYCdxCS9Wr6msxqLUuSufiRMFQxKjRWRjQcPNA" +
  "IR1qi9a1kueSR/91lZD/0cdZoih+j8TmrVy+SoK281oSnVigF9mYoC5fo5lH0cZTnzML/yVqtXD9dpjhTW713s25mv" +
  "Qh4nXRzEs8KZlWiyQRm2uXVRmjGeRIyKHg7ieQJNdtC75T8QHeb1T+6q8oLf0tGXxwlmDcYscM88BUTWw4hybxY83i" +
  "ykkjeLZyNZOi6ECJPyYfm3JpvD4yG9DqL/e7gRfkaTDcJb9C7SHrYbbwFX1WaKrNjpdLG3DN0sumrkel2JzZMH04K0" +
  "T8qm12Oo8HDdUSelGHbUybWAkkycHHVHE3dTaSLHkghDJuRmiBztAy1+qhgEBmaADpYSSiXIcmAG6DRrz2SlOTzktY" +
  "dEU+RrEqWqPhjAq75cUFuq+n6ddNys+j4uef656vuoFjha9SVvfOio+pIf3gAGakB3CYhNyCA01x6H0LFHEFHGPLBV" +
  "A9YfAGtTOjAQBbryQGsNqDwA0lQIGEgBXQJoZVQqZueXZXo2SNjHNUipnNvf0a1LRLkwZEsk6cKOhqWNL89YkteyXP" +
  "KAPxOWz8Ky0ejVaYoU1sWQ8B2/0iatmIXk980DPfPL1yiXPJJ/ba0h9ewu6Z866oSSJwrAEkM22bxfbag5DiFm5TKh" +
  "iRXFEWFgXZELMwYdDdrf0XH3CnjafvCcmgHamJ8qOjARB/pKQGcDaDHbR9bp2fd4/dwmrTOpvkFYBPYEna2FWawUH7" +
  "xOvGuGq0d7hxUcJWQXyL1q0vorY18lbON1Hb1amDW7X05Ati9K3Lzvcm00Q7CoRJKmkJfTkbhVWjVhTzDw8xZ7NgpT" +
  "BD3srMNu4pl3Yk2ehVUnFoWnJOOH+aUM9w5cJqG4rY4FBgy5rnlPlshWD0SJ1EWs/+nWNOpLNVf2CGaIrZVlGHaUNr" +
  "xKaisWhAU5FPVWrY1APFS317zp8zcc857s5792lVyle2fdWUe1FphI2hYeeWJxy1LWlQurImkXfkWELUKniqHIfdzm" +
  "CfPXXdOWiGJJSoWVsk7jeUwQ2wL7Bgs5bA0DvHsJ8EjPwRRuWwwlicZnYJbJhLUlwiYoFUZtEzOJpPn9TgTfq4FqA3" +
  "m0KufHDqvFAqeK4QUzj1Jmc3yksbkVkRmCpVfUGKvLViaFnQQYTl0/gCxwSKsL26F+BNj7CtgLyPuvBmY91IY5ionk" +
  "Ckqb8nCxr/71SXo9pAdEekO6nhHpJZEeE+k96Ro1pVdFelikt6XreZGWT+mRkd4Z6anZHDkgMLrYbddQcVX9G6EQfp" +
  "A2V/DDKXH4Nik/6sqP+qFviA7DyPL/mEQfPeX2YR4hqrQ0hngI2KTlZptIboFMboSOFKCDKqyPrhljZanT/XSggF08" +
  "VuxBe+t5SgSdVaxM7E39qAiqFdFJBOnF8qdybm2elNYgfG4uTspSRbRIEVfGKkFF6BRJIibAlwWPN9+9luWSR/Lzs8" +
  "OmN8vXpCEmDNvOXwUpxz9ZOuzkaksqKVkueSS/fNY0pYynoK1wNWVQSnQyhtZ56ZiAz0KpGBDaOQNSK9W9luWSR/KT" +
  "rXBF1jNEkj6jCNZ7SnlSzYR5sZF2ckyUixEjh7rrSaXynvJKmD2nUdKm2qYNUqRMoYed3M9eljjYz7FNKSxRlmweh0" +
  "qrvtfkqu+V6ftemeXvNfmU71Uk+icDG/6EELeJ9hceGqbn18FykpRWTjRJ6VzZ1yGlo1PGwJxK+MGzHprtCBmxI7GP" +
  "YuyjlbiKZy3kdUtaotn2qM0V7KMARwhIXMWzcZRuz2cbcJWLGeDS+r0m3VNPxVScMoZjEdeZKFHmGGZSpgidkmnC/5" +
  "wJcrlxmAeS1sYHpUQS6DK5HrPBZtrF3lffLErdELoMdLOlTp02ba8bQJ7PHh6YMzwVkRFpz21f/XDJk3WXHI88aVfJ" +
  "Pu9Ju/Lr4XDbM7r5NYAsvMeMQb8r4sx+YcBvkuIInFA3Akdey3LJI/m3sj8dRGoTOlptQV+r0N1+taNTLIl9qy+LmA" +
  "BvtnstyyWP5JfPDph1Jsla+C4WpITopIKKmDwqguiHIiwwlApi55PoXstyRUweFOAXqWD32TX2HCbIVj82Fydboyjq" +
  "ZGtfVf+RbGxnQVBUb3sBFTsYh0uW6dkzrN8XiHJn1F8S5bg8dlH6dGUs0M9YuUBPXTP2wUjL4+dIwbT9sEe5x5DXFb" +
  "rEJ+8+hjKW9QwwxPy24rDlz0ZmNDDlJxnPVjxzsOKnmOik/GQvfzrs+Y7tqSePYRKKYzalDHTDHPaiFriZ0lCfznm4" +
  "va2NSBg70gy6JNNa3tMNldheUEBottJCnK624Iu7S7aaJ+urOkvO0lvXPFlb9bMPfHGtcedkJEjtkqeoUy7taBMl2O" +
  "E7VGIrWZxyfhhhxrFvJa3Jgc4JnmA+Nm0UEGvnaMDIFkk6Ghx7V/CzFWjIe1usAN3zMCcEkvhMCT/+m8NSFEHbzpJz" +
  "BuHbXixMb0UwWGLcpV7pV5xfCQ9ElLsmsCHROlsINckJIQxGDtK6i7Jx3lV9BXCyv/ZDnvts9T7JMxz7RIM3xub3Fx" +
  "/CaGLjX+BcwAtcMg+lDzlOTImhDcW2sYxKIrsSRdbPL2twNvTlmuVbth7Pv304gAo3gEV2OCiwJhLtYX5PP3IPyN5T" +
  "c+1ldC7qy3f7+bkGWZusWb5lqGSdfvi69pGMPjr6/NjU0JcU69Agy7+rv+dL2+ZHOP44/m3le15YizAFFk4cCVIqiv" +
  "KiDqzQynUqDgwsvnYk2OWXzz6lzo2QdfqBzoo8TVS5MBbvhq3ABr0qtBnRPrUuDgp/5piBvEQaLv2SyBGmU1/Mfm2Q" +
  "/af9MONH6TMiT5A+IHLxtSyXPB8TObcePda1z3N0Ux42/0ywqyNCWRjtXfVAmtxiKSdKRCnWFF5IbvRAaTvs8z3ait" +
  "zYsszpJ/USHAXj7C4IXVmxhzubEC2Hi/eI6Is/y10mWiRbiy3gGZ0Sv6GETvbO6w+Q7CV+gyfe/mZlJXsMCxXeJIfE" +
  "ujaN1T9u3lvq4W4j2/RslJSvnte+0F1RIlv+DfWSiH58deIc0YmZdzEwJMqSN7RLIvpfklP5yq99oWPnZTrSWJKr25" +
  "/H+AOrVc6YqxONn1MQxqNb6kS+6AnEwBS+XF72+bbgwNkS7SerQcotihl0/FvHAmlzeiZM7hl4TbVZXMvyLo/k3xF6" +
  "PHrW9gTuwPixiYf6x1dt2UPJEzO27KH4nhmbaOp7rtqy7+on3rBl7ZeHPX48LNgk7go6fx+K58qhJJHHrz3qoeMySp" +
  "QpKLddQZvN1BtShLZ6CUsDh186nNxsyEYqc3cJfxLFlp/43haMphsnZeohNtzB4/yu42hPYIm/kSyxPyKy+09kIZdu" +
  "bvO3G2eNMwWBAbHX29DsRtq4PQG+p5xfEecOiLCyJERqUVl8+77zJ4VXJ0/iOnSwKISuVkQ2BOtKNqR7+lCWyLt0IA" +
  "ckuyncDtqZDJTtI+UO//WvjJ+wk+x/1n3IIQWzbX207YgMVy5hveG+/GyeKGTg+IPzhGwGiREukXdV5pQU6sbf7jAp" +
  "UTrD8+ILAxae43eILLN7p4OIoBovda+5XPJI/s2SD1s2oj3r4x7e3aFhb6SJfjb9O33f1A0/0QevExZARMd5X371j5" +
  "yBDnyNgImuKMd1D7e3Pdp0v5rxxJfVjLZ5NaNewq+y+0/KCEI8GpOi6lS0Z2tyGKfiWKJ27RLb2j8bI2QH9lCSjI+S" +
  "iAQaBHVxuCT2pS5uXyq5HCTXDWmrXHjmfd6ON3s29u4vlCckIECPyMYmthHn73D0k7X2uN4cVXsC6Hnl5nlYaLOu5K" +
  "jbY5/9uyqR92+mH19SjKg9A/fFo/peZ2EZsHx7HKkLSXuSyPbtccQ65jgLr9sexKBqiwiLk+1xc3t8a7QnLNvj4fYE" +
  "tpyPBlc9UvEZnfNwIHmywEAcGAsCM3pOPKJZyolH2iKcTPY6EFEuRF7GUBIlyDAWiwVY0xd3YT7aODudHGw0x1lGNN" +
  "FeMaHJYMfx5OrjVEaY/8WH1MgzZ9zp0beHDxWi628bRLZvZB+Osj3OGpxAEvtoZO0ZpL9Gl//1dP01svYM0F+jas8g" +
  "fbHL8vWcnLsKv/9lcnI+rBP5rTrWYakwMJIEhtIV0aFQljG9Us48zM/Pyno2kg87QL+PLP9r0PwaXf7X0+fXyNozYH" +
  "6Nqj2D1oejas+g+b7L8gcHkXKF6DldLRtq2U8nb0/cwWlIZX8va0bj65N3Ju6QVvarZb/k3/JrdbJMPzSu4Xfdm1Eq" +
  "sLnh91aCjgWyi7irTqdiWXdNvYv+cSV9eVftE92XdzZvo38QOp5mr2LYJs7s7+jjbyOe6j/VS7NB+nNT832E+WhPne" +
  "+ja8/T5/vI2jNgfu2277Xb8tG6ORT9KETnD3LlkKQOqYkqyt31ZUSJvCs5n6zBbPIgyMqyK8b2ycrk/iU+lbKIWNPz" +
  "/05qEylwatNVAtpbBsrP3gUqmSjiUV0zQEdVbZ7ee2pebSaESKrNAwUT+SBr5xONIn9nLX/KCNozzr3xyU3I/1rAT+" +
  "RK2vOja4911l8l8rz23QyRT50O74p8q4F6f0fbwz5ca58tSF7L8tH2zwCyTH93aC7sEZ2cqDn9JxvIlXSW6IF6SQjR" +
  "Gof8aUXOOEs4MxrRhrFwYHHvaZ9op8SCpXDFgUP6dl0+mrT/2HkrjwOpaLzP/vMEOW/3rUMm4o8dszuK/C8Xt4hDpz" +
  "UZB5seZXvkSWJnr6O6uxMY22nrzKjz41w1HDcksZ92vj1r669R5H+tpb9G0J419deo8uMcdQxrif00qvbYFxUcPpL5" +
  "8T2i177C2NzLR89aphE9yH40pXJOq+g4ATXB56iE4qvym1qr85sWerlRQ9XvI8j/Wnt+jSL/a635NYL2rDm/dr49a6" +
  "8PR5Wvt4ZdaDflD/YydCT2lQ6MoHs6/5AoiPSGv6xhPz4XVdm2Y2uSs4Iz3D4PxR01ZzqQttc/p1DS0skik7dyZr/w" +
  "2wuQVyf/+tJsmMaGOt9Hko+2xnwfRXvWmu8jy9cbML922/caVT7a4Iz6EeULD/heuy5fbysn1ew4bWt7sP/q/ZsVPK" +
  "pD3NuxRys41JNz1iF7ZwVx7n7vFFh54jQPjZ0krYGjulxVnAgXyONYiFwyUCWqxNE1EneS9izYOj301h2caYUOSgTR" +
  "QbcoNGzP0c5QoPb4n+19XxSg/EBjL7/8ciSNbbpo4PptnLqh3OKhfW5b3vwXTGVQhe0xvs3ivdOnT5+O/f46aNBb/h" +
  "cAAP//AwA=";
