using Balcao.Contract;
using Balcao.Platform;
using Balcao.Variables;
using CsCheck;

namespace Balcao.Tests.Variables;

/// <summary>Facts that hold for any text and any value.</summary>
[WithoutDatabase]
public sealed class VariablePropertyTests
{
    /// <summary>Pieces of which texts with and without variables are made, halves of surrogate pairs included.</summary>
    private static readonly string[] Pieces =
    [
        "{", "}", "{{", "}}", "|", "\n", " ", ".", "\0", "\ud83d", "\ude00", "😀", "\u202e", "Olá, ", "1", "ticket", "xyz",
        .. VariableNames.All, .. VariableNames.All.Select(name => $"{{{name}}}"), .. VariableNames.All.Select(name => $"{{{name}|cliente}}"),
    ];

    private static readonly Gen<string> AnyText = Gen.OneOf<string>(
        Gen.String,
        Gen.OneOf(Pieces).Array[0, 40].Select(pieces => string.Concat(pieces)),
        Gen.Select(Gen.OneOf(Pieces), Gen.Int[0, 3000]).Select((piece, times) => string.Concat(Enumerable.Repeat(piece, times))));

    private static readonly Gen<VariableValues> AnyValues = Gen.Select(
        AnyText.Null(), AnyText.Null(), Gen.Long.Nullable(), Gen.Int.Nullable(), Gen.DateTimeOffset.Nullable(),
        (name, other, protocol, position, at) => new VariableValues
        {
            TicketId = Guid.Empty, TicketProtocol = protocol, TicketSubject = other, TicketStatus = other, ContactName = name, ContactPhone = other,
            AgentName = name, GroupName = other, NumberDisplay = other, TenantName = name, QueuePosition = position, LocalTime = at,
        });

    [Fact, Rule("V3")]
    public void Expansion_of_any_text_by_any_values_gives_a_text_that_can_be_sent() => Gen.Select(AnyText, AnyValues).Sample((text, values) =>
    {
        var expanded = VariableText.Expand(text, values);
        Assert.True(expanded.Length <= MessageLimits.Text);
        if (UsableText.Is(text)) Assert.True(UsableText.Is(expanded));
    });

    [Fact, Rule("V3")]
    public void A_text_without_variables_is_unchanged() => AnyText.Sample(text =>
    {
        if (text.Length > MessageLimits.Text || VariableSyntax.Read(text).Any(part => part.Name is not null)) return;
        Assert.Equal(text, VariableText.Expand(text, new VariableValues { ContactName = "Dona Lúcia" }));
    });

    [Fact, Rule("V3")]
    public void Nothing_but_the_list_is_ever_evaluated() => AnyText.Sample(text =>
    {
        var asked = new List<string>();
        VariableSyntax.Expand(text, name =>
        {
            asked.Add(name);
            return "{ticket.id}{" + name + "}";
        });
        Assert.Empty(asked.Except(VariableNames.All));
        // Each variable is asked for once: no value is read again.
        Assert.True(asked.Count <= VariableSyntax.Read(text).Count(part => part.Name is not null));
    });

    [Fact]
    public void The_parts_of_a_text_are_the_text() => AnyText.Sample(text =>
        Assert.Equal(text, string.Concat(VariableSyntax.Read(text).Select(part => part.Text))));

    [Fact]
    public void A_text_with_all_variables_known_contains_none_after_expansion() => AnyText.Sample(text =>
    {
        if (VariableText.FirstUnknown(text, VariableContext.Group) is not null) return;
        var plain = VariableSyntax.Read(text).Where(part => part.Name is null).Sum(part => part.Text.Length);
        var fallbacks = VariableSyntax.Read(text).Sum(part => part.Fallback.Length);
        var most = Math.Min(plain + fallbacks, MessageLimits.Text);
        // One less if the cut would be within a character.
        Assert.InRange(VariableSyntax.Expand(text, _ => null).Length, most - 1, most);
    });
}
