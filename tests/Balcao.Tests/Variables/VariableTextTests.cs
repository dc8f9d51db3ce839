using Balcao.Contract;
using Balcao.Platform;
using Balcao.Variables;

namespace Balcao.Tests.Variables;

[WithoutDatabase]
public sealed class VariableTextTests
{
    private static readonly VariableValues Values = new()
    {
        TicketId = Guid.Parse("019cad34-8e80-7000-8000-000000000001"), TicketProtocol = 1042, TicketSubject = "Troca de produto", TicketStatus = "aberto",
        ContactName = "Dona Lúcia", ContactPhone = "+55 11 99999-0001", AgentName = "Ana Souza", GroupName = "Atendimento", NumberDisplay = "+55 11 4000-0500",
        TenantName = "Loja Exemplo", QueuePosition = 3, LocalTime = new DateTimeOffset(2026, 3, 2, 14, 5, 0, TimeSpan.FromHours(-3)),
    };

    [Theory, Rule("V1")]
    [InlineData("{ticket.id}", "019cad34-8e80-7000-8000-000000000001")]
    [InlineData("{ticket.protocol}", "1042")]
    [InlineData("{ticket.subject}", "Troca de produto")]
    [InlineData("{ticket.status}", "aberto")]
    [InlineData("{contact.name}", "Dona Lúcia")]
    [InlineData("{contact.firstName}", "Dona Lúcia")]
    [InlineData("{contact.phone}", "+55 11 99999-0001")]
    [InlineData("{agent.name}", "Ana Souza")]
    [InlineData("{group.name}", "Atendimento")]
    [InlineData("{number.display}", "+55 11 4000-0500")]
    [InlineData("{tenant.name}", "Loja Exemplo")]
    [InlineData("{queue.position}", "3")]
    [InlineData("Olá, {greeting}!", "Olá, boa tarde!")]
    [InlineData("{date}", "02/03/2026")]
    [InlineData("{time}", "14:05")]
    public void Each_variable_stands_for_its_value(string text, string expanded) => Assert.Equal(expanded, VariableText.Expand(text, Values));

    [Theory, Rule("V3")]
    [InlineData("Olá, {contact.firstName|cliente}!", "Olá, cliente!")]
    [InlineData("Olá, {contact.firstName}!", "Olá, !")]
    [InlineData("{queue.position|}º", "º")]
    [InlineData("{agent.name|a|b}", "a|b")]
    [InlineData("{ agent.name |nossa equipe}", "nossa equipe")]
    public void A_missing_value_expands_to_its_fallback_else_to_nothing(string text, string expanded) =>
        Assert.Equal(expanded, VariableText.Expand(text, new VariableValues()));

    [Theory, Rule("V1")]
    [InlineData("Código {{1}} e {{nome}}")]
    [InlineData("{{ticket.id}}")]
    [InlineData("{} { } {|x} {\n}")]
    [InlineData("{ticket.id")]
    [InlineData("ticket.id}")]
    [InlineData("{ticket.id\n}")]
    [InlineData("{ticket.x}")]
    [InlineData("{TICKET.ID}")]
    [InlineData("")]
    public void What_is_no_variable_stays_as_it_is(string text) => Assert.Equal(text, VariableText.Expand(text, Values));

    [Theory]
    [InlineData("{{{contact.name}", "{{Dona Lúcia")]
    [InlineData("{contact.name}}", "Dona Lúcia}")]
    [InlineData("{x {contact.name}", "{x Dona Lúcia")]
    [InlineData("{{1}}{contact.name}{{2}}", "{{1}}Dona Lúcia{{2}}")]
    public void Braces_beside_a_variable_are_text(string text, string expanded) => Assert.Equal(expanded, VariableText.Expand(text, Values));

    [Theory, Rule("V3")]
    [InlineData("Olá, {contato.nome}, {contact.name}", VariableContext.Group, "contato.nome")]
    [InlineData("{nome do cliente|você}", VariableContext.Macro, "nome do cliente")]
    [InlineData("{queue.position}", VariableContext.Group, null)]
    [InlineData("{queue.position}", VariableContext.Macro, "queue.position")]
    [InlineData("{queue.position}", VariableContext.OutsideHours, "queue.position")]
    [InlineData("{agent.name}", VariableContext.Macro, null)]
    [InlineData("{agent.name}", VariableContext.OutsideHours, "agent.name")]
    [InlineData("{{1}} {contact.name|{} {ticket.id", VariableContext.Group, null)]
    public void The_first_variable_that_is_not_valid_there_is_named(string text, VariableContext context, string? unknown)
    {
        Assert.Equal(unknown, VariableText.FirstUnknown(text, context));
        Assert.Equal(unknown is null ? null : "variable.unknown", VariableRefusals.Check("text", text, context)?.Code);
    }

    [Fact, Rule("V3")]
    public void The_refusal_names_the_variable_in_its_braces() =>
        Assert.Contains("{contato.nome}", RefusalTexts.For(VariableRefusals.Unknown("text", "contato.nome")), StringComparison.Ordinal);

    [Theory, Rule("V1")]
    [InlineData(4, "boa noite")]
    [InlineData(5, "bom dia")]
    [InlineData(11, "bom dia")]
    [InlineData(12, "boa tarde")]
    [InlineData(17, "boa tarde")]
    [InlineData(18, "boa noite")]
    [InlineData(0, "boa noite")]
    public void The_greeting_is_that_of_the_local_hour(int hour, string greeting) => Assert.Equal(
        $"Olá, {greeting}", VariableText.Expand("Olá, {greeting}", new VariableValues { LocalTime = new DateTimeOffset(2026, 3, 2, hour, 30, 0, TimeSpan.FromHours(-3)) }));

    [Theory]
    [InlineData("{greeting}, cliente", "Boa tarde, cliente")]
    [InlineData("Oi! {greeting}", "Oi! Boa tarde")]
    [InlineData("Oi\n{greeting}", "Oi\nBoa tarde")]
    [InlineData("Oi, {greeting}", "Oi, boa tarde")]
    public void A_greeting_that_starts_a_sentence_has_a_capital(string text, string expanded) => Assert.Equal(expanded, VariableText.Expand(text, Values));

    [Theory]
    [InlineData("🌸 Maria 🌸 das Dores", "Maria")]
    [InlineData("  José  ", "José")]
    [InlineData("+55 11 99999-0001", null)]
    [InlineData("@lucia", null)]
    [InlineData("🌸", null)]
    [InlineData(null, null)]
    [InlineData("Seu Antônio Queiroz", "Seu Antônio")]
    [InlineData("🌷 dona 🌷 Lúcia Prado", "dona Lúcia")]
    [InlineData("Sr. Osvaldo", "Sr. Osvaldo")]
    [InlineData("SRA Neusa Carvalho", "SRA Neusa")]
    [InlineData("Dr. Paulo Sérgio", "Dr. Paulo")]
    [InlineData("Dra. Ana", "Dra. Ana")]
    [InlineData("Dona", "Dona")]
    [InlineData("Donatella Reis", "Donatella")]
    [InlineData("Drauzio Lima", "Drauzio")]
    public void The_first_name_is_the_first_word_with_a_letter_and_keeps_a_title_before_it(string? name, string? first) =>
        Assert.Equal(first, new VariableValues { ContactName = name }.ContactFirstName);

    [Theory, Rule("V3")]
    [InlineData("{ticket.id}", "{ticket.id}")]
    [InlineData("Ana\r\nSouza\u0007", "Ana  Souza")]
    [InlineData("\u202eaicúL\u202c", "aicúL")]
    [InlineData("\u0001\u0002", "")]
    public void A_value_is_one_line_and_is_never_expanded_again(string name, string expanded) =>
        Assert.Equal($"<{expanded}>", VariableText.Expand("<{contact.name}>", Values with { ContactName = name }));

    [Fact]
    public void A_value_and_the_whole_text_are_cut_between_characters()
    {
        var name = "x" + string.Concat(Enumerable.Repeat("😀", 300));
        var cut = VariableText.Expand("{contact.name}", Values with { ContactName = name });
        Assert.Equal(199, cut.Length);

        var whole = VariableText.Expand("x" + string.Concat(Enumerable.Repeat("😀", 4000)), Values);
        Assert.Equal(MessageLimits.Text - 1, whole.Length);
        Assert.True(UsableText.Is(cut) && UsableText.Is(whole));
    }

    [Fact]
    public void Every_status_of_a_ticket_has_its_word() => Assert.DoesNotContain(null, Enum.GetValues<TicketStatus>().Select(StatusWords.Of));
}
