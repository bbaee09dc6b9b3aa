package io.pagenow.presence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.sharing.SharingRules;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The server and the extension read the same lists and make the same decisions about web pages. A
 * host with an empty label cannot exist: the server hides it.
 */
class SharingAgreementTest {

  private static final List<String> HOSTS =
      List.of(
          "a.test",
          "www.a.test",
          "mail.a.test",
          "www.mail.a.test",
          "aa.test",
          "test",
          "www.test",
          "münchen.de",
          "MÜNCHEN.DE",
          "xn--mnchen-3ya.de",
          "straße.de",
          "strasse.de",
          "은행.한국",
          "은행。한국",
          "ＡＡ.test",
          "%61.test",
          "%EC%9D%80.test",
          "a_b.test",
          "-a.test",
          "a-.test",
          "xn--a.test",
          "xn--strae-oqa.de",
          "faß.de",
          "ς.gr",
          "σ.gr",
          "Σ.gr",
          "\u0130.test",
          "a..test",
          "127.0.0.1",
          "127.1",
          "0x7f.1",
          "2130706433",
          "1.2.3.4",
          "1.2.3.400",
          "0.0.1",
          "1.2.3.4.5",
          "08.1",
          "0x",
          "a.1",
          "1.a",
          "[::1]",
          "[0:0::1]",
          "[::127.0.0.1]",
          "[::ffff:1.2.3.4]",
          "[1:2:3:4:5:6:7:8]",
          "[1::]",
          "[::1%25eth0]",
          "[::g]",
          "localhost",
          "a b.test",
          "a|b.test",
          "a*b.test",
          "a,b.test",
          "\u00ad.test",
          "a\u00adb.test",
          "☃.test",
          "💩.test",
          "ﷺ.test",
          "");

  private static final List<String> ENTRIES =
      List.of(
          "%s",
          "*.%s",
          ".%s",
          "https://%s/x",
          "http:%s",
          "//%s",
          "u:p@%s",
          "%s.",
          "%s:8443",
          "%s:x",
          " %s ",
          "%s/8",
          "*://%s/*",
          "view-source:https://%s",
          "ftp://%s",
          "chrome://%s",
          "*%s",
          "%s..",
          "HTTPS://%s",
          "https:8080",
          "::1",
          "2001:DB8::1");

  private static final List<String> URLS =
      List.of(
          "https://%s/",
          "http://%s",
          "HTTPS://%s:8443/x?y#z",
          "https:%s/",
          "https:\\\\%s\\x",
          "https://u:p@%s/",
          "https://%s./",
          "https://%s../",
          "https://%s/x@b.test",
          "https:///%s",
          "https://%s:99999/",
          "https://%s:/",
          "view-source:https://%s",
          "chrome://%s",
          "%s",
          " https://%s");

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void theServerAndTheExtensionMakeTheSameDecisions(long seed) throws Exception {
    Random random = new Random(seed);
    List<String> entries = new ArrayList<>();
    List<String> urls = new ArrayList<>();
    JsonArrayBuilder pairs = Json.createArrayBuilder();
    while (entries.size() < 20_000) {
      String entry = one(ENTRIES, random).formatted(one(HOSTS, random));
      String url = one(URLS, random).formatted(one(HOSTS, random));
      if (entry.isBlank()) {
        continue; // The extension stores no empty entries.
      }
      entries.add(entry);
      urls.add(url);
      pairs.add(Json.createArrayBuilder(List.of(entry, url)));
    }

    JsonArray decisions =
        SitesModule.run(
            """
            input.map(([entry, url]) => {
              const host = sites.hostOfPage(url);
              const isReal =
                host !== null && new URL(url).hostname.replace(/\\.$/, '').split('.').every(Boolean);
              return !isReal ? null : [sites.allows([entry], host), sites.denies([entry], host)];
            })
            """,
            pairs.build());

    List<String> different = new ArrayList<>();
    int allowed = 0;
    for (int i = 0; i < entries.size(); i++) {
      boolean allows = SharingRules.onlyAllowed(List.of(entries.get(i))).show(urls.get(i));
      boolean denies = !SharingRules.allButDenied(List.of(entries.get(i))).show(urls.get(i));
      allowed += allows ? 1 : 0;
      boolean same =
          decisions.isNull(i)
              ? !allows
              : decisions.getJsonArray(i).getBoolean(0) == allows
                  && decisions.getJsonArray(i).getBoolean(1) == denies;
      if (!same) {
        different.add(entries.get(i) + " | " + urls.get(i) + " | " + decisions.get(i));
      }
    }
    assertEquals(List.of(), different.stream().distinct().sorted().toList());
    assertTrue(allowed > 100, "allowed: " + allowed);
  }

  private static String one(List<String> list, Random random) {
    return list.get(random.nextInt(list.size()));
  }
}
