package io.lepton.aws.storage;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The contract over the wire on S3Proxy, which runs in this virtual machine. */
class S3ProxyContractTest extends S3Contract {
  @Override
  S3Server start(Path folder) {
    return new S3ProxyServer();
  }

  @Override
  protected Map<String, String> knownFaults() {
    Map<String, String> faults = new HashMap<>();
    faults.put(
        "noUpdateIsLostBetweenConditionalWriters",
        "it judges If-Match in one step and writes in another (see HexKeys)");
    for (String test :
        List.of(
            "tagsAreKeptOrVisiblyNot",
            "replacingAnObjectReplacesItsMetadata",
            "contentIsNeverDecodedBecauseOfItsEncoding",
            "aReaderTellsTheMetadata",
            "metadataOfOddKeysIsKeptToo")) {
      faults.put(test, "it answers 501 to tags");
    }
    for (String test :
        List.of(
            "aFreeKeyIsDemandedWhenTheUploadIsCompleted",
            "aPreconditionIsJudgedWhenTheUploadIsCompleted",
            "aVersionIsJudgedWhenTheUploadIsCompleted",
            "partsBecomeTheObjectInOrderOfTheirNumbers",
            "writtenPartsThatAreNotNamedAreLeftOut",
            "missingForeignAndDoubledPartsAreRefusedAndTheUploadGoesOn",
            "onePartIsEnoughAndMayBeEmpty",
            "aPartWrittenTwiceKeepsTheLaterContent",
            "partsMayGrowAndShrinkAndNumbersMayBeLeftOut")) {
      faults.put(test, "it keeps no digest of an object that was written in parts");
    }
    for (String test :
        List.of(
            "aSecondCompletionFindsNoUploadOrAnswersAsTheFirstAndChangesNothing",
            "anUnknownUploadIsNotFound",
            "anAbortFreesThePartsAndMayBeRepeated")) {
      faults.put(test, "it answers for uploads that do not exist as if they did");
    }
    faults.put("aCopyReplacesButObeysItsPrecondition", "it copies whatever If-None-Match demands");
    faults.put("anyCharactersMakeAKey(nul\u0000inside)", "it takes no NUL in a key");
    faults.put("allOfThemLiveTogetherInOrder", "it takes no NUL and no double slash in a key");
    faults.put("aKeyIsNoFolderOfAnother", "it takes no double slash in a key");
    for (String key : List.of("/", "/leading", "//", "double//slash", "trailing//")) {
      faults.put(
          "anyCharactersMakeAKey(" + key + ")",
          "it computes the signature of another path than was asked for");
    }
    return faults;
  }
}
