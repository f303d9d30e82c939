import java.io.FileInputStream;
import java.io.InputStream;
import java.util.TreeMap;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Holds documents to all rules of PDF/UA-1 and writes a line for each: its path, PASS or FAIL, the number of assertions, and below it the rules that it breaks. */
public class Ua {
    public static void main(String[] paths) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        PDFAFlavour flavour = PDFAFlavour.fromString("ua1");
        for (String path : paths) {
            try (InputStream file = new FileInputStream(path);
                    PDFAParser parser = Foundries.defaultInstance().createParser(file, flavour);
                    PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, 20000, false, false, false)) {
                ValidationResult result = validator.validate(parser);
                System.out.println(path + "\t" + (result.isCompliant() ? "PASS" : "FAIL") + "\t" + result.getTotalAssertions());
                TreeMap<String, Integer> broken = new TreeMap<>();
                for (TestAssertion one : result.getTestAssertions()) {
                    if (one.getStatus() == TestAssertion.Status.FAILED) {
                        broken.merge(one.getRuleId().getClause() + "-" + one.getRuleId().getTestNumber() + " " + one.getMessage(), 1, Integer::sum);
                    }
                }
                broken.forEach((rule, times) -> System.out.println("  " + times + " x " + rule));
            }
        }
    }
}
