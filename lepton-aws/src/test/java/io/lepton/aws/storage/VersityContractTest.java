package io.lepton.aws.storage;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The contract over the wire on Versity's gateway, a server in Go. */
class VersityContractTest extends S3Contract {
  @Override
  S3Server start(Path folder) {
    return S3Server.versity(folder);
  }

  @Override
  protected Map<String, String> knownFaults() {
    Map<String, String> faults = new HashMap<>();
    for (String test :
        List.of(
            "aKeyIsNoFolderOfAnother",
            "allOfThemLiveTogetherInOrder",
            "theOrderIsThatOfUtf8BytesAndNotOfUtf16",
            "aListingResumesAfterAnyKeyAlsoElsewhere",
            "aListingResumesAfterAKeyThatDoesNotExist",
            "aListingIsOrderedAndTellsSizeVersionAndTime",
            "twoListingsAtOnceDoNotDisturbEachOther",
            "aPrefixSelectsKeysThatBeginWithIt",
            "pagesOfAnySizeGiveEachObjectOnce")) {
      faults.put(test, "its keys are paths of files, so that 'b' and 'b/b/b' exclude each other");
    }
    for (String key :
        List.of(
            ".",
            "./a",
            "a/./b",
            "a/../b",
            "a/..",
            "a/.",
            "/",
            "/leading",
            "//",
            "double//slash",
            "trailing/",
            "trailing//")) {
      faults.put("anyCharactersMakeAKey(" + key + ")", "its keys are paths of files");
    }
    for (String key :
        List.of(
            "n".repeat(1024),
            "\u00e4".repeat(511) + "xp",
            "s".repeat(255),
            "s".repeat(256),
            "\u00e4".repeat(128))) {
      faults.put("anyCharactersMakeAKey(" + key + ")", "its names of files have no room for it");
    }
    for (String key : List.of("\u0001control", "nul\u0000inside", "private-\ue000\ufffd\ufffe")) {
      faults.put(
          "anyCharactersMakeAKey(" + key + ")",
          "it does not encode the keys of a listing although it was asked to");
    }
    faults.put("metadataOfOddKeysIsKeptToo", "a key that ends in a slash is a folder to it");
    faults.put("keysThatDoNotExistCountAsDeleted", "'a/' is the folder of 'a/b' to it");
    faults.put("aCopyReplacesButObeysItsPrecondition", "it copies whatever If-None-Match demands");
    return faults;
  }
}
