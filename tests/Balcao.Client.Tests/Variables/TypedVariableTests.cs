using Balcao.Client.Tests.World;
using Balcao.Client.Variables;
using Balcao.Contract;
using Balcao.Tests;

namespace Balcao.Client.Tests.Variables;

public sealed class TypedVariableTests
{
    [Theory, Rule("V2")]
    [InlineData("{", 1, "")]
    [InlineData("Olá, {con", 9, "con")]
    [InlineData("Olá, {contact.name}", 9, "con")]
    [InlineData("{a} {b", 6, "b")]
    [InlineData("{a}", 3, null)]
    [InlineData("{a|b", 4, null)]
    [InlineData("{a\nb", 4, null)]
    [InlineData("{{1", 3, null)]
    [InlineData("Olá", 3, null)]
    [InlineData("{a", 0, null)]
    [InlineData("", 0, null)]
    [InlineData("{a", 99, "a")]
    [InlineData("{uma frase inteira que ninguém usaria como nome", 47, null)]
    public void What_is_typed_between_a_brace_and_the_caret_is_searched_for(string text, int caret, string? query) =>
        Assert.Equal(query, TypedVariable.At(text, caret)?.Query);

    [Theory, Rule("V2")]
    [InlineData("protocolo", "ticket.protocol")]
    [InlineData("POSICAO", "queue.position")]
    [InlineData("ticket.sub", "ticket.subject")]
    [InlineData("zzz", "")]
    public void Variables_are_found_by_label_and_by_name_whatever_the_case_and_accents(string query, string found) =>
        Assert.Equal(found, string.Join(' ', new TypedVariable(0, query).Matches(VariableContext.Group, Label)));

    [Fact, Rule("V2")]
    public void Only_variables_valid_in_the_text_are_offered()
    {
        Assert.Equal(VariableNames.All, new TypedVariable(0, " ").Matches(VariableContext.Group, Label));
        Assert.Empty(new TypedVariable(0, "queue").Matches(VariableContext.Macro, Label));
        Assert.Empty(new TypedVariable(0, "agent").Matches(VariableContext.OutsideHours, Label));
    }

    [Fact]
    public void Every_variable_has_an_example_and_an_unknown_one_is_marked()
    {
        Assert.All(VariableNames.All, name => Assert.False(string.IsNullOrEmpty(VariablePreview.SampleOf(name, null, A.Now))));
        Assert.Equal(
            [new PreviewRun("Bom dia, Lúcia! ", false), new PreviewRun("{contato}", true), new PreviewRun(" nº 1042 {{1}}", false)],
            VariablePreview.Of("{greeting}, {contact.firstName|cliente}! {contato} nº {ticket.protocol} {{1}}", VariableContext.Group, null, A.Now));
        Assert.Equal([new PreviewRun("{agent.name}", true)], VariablePreview.Of("{agent.name}", VariableContext.OutsideHours, A.Me(A.Ana), A.Now));
        Assert.Equal([new PreviewRun("Ana Ribeiro", false)], VariablePreview.Of("{agent.name}", VariableContext.Macro, A.Me(A.Ana), A.Now));
    }

    private static string Label(string name) => name switch
    {
        VariableNames.TicketProtocol => "Número do protocolo",
        VariableNames.QueuePosition => "Posição na fila",
        _ => "",
    };
}
