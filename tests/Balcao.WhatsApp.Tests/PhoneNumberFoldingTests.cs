using CsCheck;

namespace Balcao.WhatsApp.Tests;

/// <summary>Two spellings of a person's phone must give one identity; phones of two people must not.</summary>
[Trait("KnownFailure", "5")]
public sealed class PhoneNumberFoldingTests
{
    [Theory]
    // Brazil, mobile: with and without the ninth digit.
    [InlineData("558598765432", "5585998765432")]
    [InlineData("5585998765432", "5585998765432")]
    [InlineData("+55 (85) 9 9876-5432", "5585998765432")]
    [InlineData("551178654321", "5511978654321")]
    // Brazil, fixed line: stays as it is.
    [InlineData("551133334444", "551133334444")]
    // A mobile of the newer ranges: without the 9 it would be someone's fixed line.
    [InlineData("5511933334444", "5511933334444")]
    // Mexico.
    [InlineData("5215512345678", "525512345678")]
    [InlineData("525512345678", "525512345678")]
    // Argentina.
    [InlineData("5491123456789", "5491123456789")]
    [InlineData("541123456789", "5491123456789")]
    // Other countries: unchanged.
    [InlineData("15550001111", "15550001111")]
    [InlineData("351912345678", "351912345678")]
    [InlineData("4915112345678", "4915112345678")]
    public void Both_spellings_fold_to_the_same_key(string phone, string folded) => Assert.Equal(folded, PhoneNumberFolding.Fold(phone));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("+")]
    [InlineData("1234")]
    [InlineData("1234567890123456")]
    [InlineData("BR.900800700600")]
    [InlineData("5511x87650001")]
    public void An_invalid_phone_number_folds_to_null(string? phone)
    {
        Assert.Null(PhoneNumberFolding.Fold(phone));
        Assert.Empty(PhoneNumberFolding.Forms(phone));
    }

    [Theory]
    [InlineData("5585998765432", new[] { "5585998765432", "558598765432" })]
    [InlineData("558598765432", new[] { "5585998765432", "558598765432" })]
    [InlineData("551133334444", new[] { "551133334444" })]
    [InlineData("5511933334444", new[] { "5511933334444" })]
    [InlineData("5215512345678", new[] { "525512345678", "5215512345678" })]
    [InlineData("541123456789", new[] { "5491123456789", "541123456789" })]
    [InlineData("15550001111", new[] { "15550001111" })]
    public void Forms_lists_every_spelling(string phone, string[] forms) => Assert.Equal(forms, PhoneNumberFolding.Forms(phone));

    private static readonly string[] Prefixes = ["55", "55119", "5585", "52", "521", "54", "549", "1", "351"];

    [Fact]
    public void Every_form_of_a_number_folds_to_the_same_key_and_the_number_is_among_them() =>
        Gen.Select(Gen.Int[0, Prefixes.Length - 1].Select(i => Prefixes[i]), Gen.Char['0', '9'].Array[5, 10])
            .Sample((prefix, rest) =>
            {
                var digits = prefix + new string(rest);
                var forms = PhoneNumberFolding.Forms(digits);
                Assert.Contains(digits, forms);
                Assert.All(forms, form => Assert.Equal(forms[0], PhoneNumberFolding.Fold(form)));
            });
}
