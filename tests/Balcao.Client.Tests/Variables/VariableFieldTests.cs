using Balcao.Client.Tests.World;
using Balcao.Client.Variables;
using Balcao.Contract;
using Balcao.Tests;
using Bunit;
using Microsoft.AspNetCore.Components.Web;

namespace Balcao.Client.Tests.Variables;

public sealed class VariableFieldTests
{
    [Fact, Rule("V2")]
    public async Task A_brace_opens_the_list_and_the_keyboard_chooses_from_it()
    {
        await using var screen = await Screen.OpenAsync();
        var (field, text) = Show(screen);
        field.Find("textarea").Input("Olá, {nome");

        Assert.Equal("true", field.Find("textarea").GetAttribute("aria-expanded"));
        var options = field.FindAll("[role=option]");
        Assert.Equal(options[0].Id, field.Find("textarea").GetAttribute("aria-activedescendant"));
        Assert.Equal("true", options[0].GetAttribute("aria-selected"));
        Assert.All(options, option => Assert.Contains("nome", option.TextContent, StringComparison.OrdinalIgnoreCase));

        field.Find("textarea").KeyDown(new KeyboardEventArgs { Key = "ArrowDown" });
        Assert.Equal(options[1].Id, field.Find("textarea").GetAttribute("aria-activedescendant"));
        field.Find("textarea").KeyDown(new KeyboardEventArgs { Key = "ArrowUp" });
        field.Find("textarea").KeyDown(new KeyboardEventArgs { Key = "Enter" });

        Assert.Equal("Olá, {contact.firstName}", text());
        Assert.Equal("false", field.Find("textarea").GetAttribute("aria-expanded"));
        Assert.Empty(field.FindAll("[role=option]"));
    }

    [Theory, Rule("V2")]
    [InlineData("Tab", "{ticket.protocol}", 0)]
    [InlineData("Escape", "{protocolo", 0)]
    [InlineData("a", "{protocolo", 1)]
    public async Task Tab_chooses_and_Escape_closes(string key, string result, int options)
    {
        await using var screen = await Screen.OpenAsync();
        var (field, text) = Show(screen);
        field.Find("textarea").Input("{protocolo");
        field.Find("textarea").KeyDown(new KeyboardEventArgs { Key = key });

        Assert.Equal((result, options), (text(), field.FindAll("[role=option]").Count));
    }

    [Fact, Rule("V2")]
    public async Task The_mouse_chooses_too_and_the_button_opens_the_list()
    {
        await using var screen = await Screen.OpenAsync();
        var (field, text) = Show(screen, "Olá, ");
        field.Find(".insert").Click();
        Assert.Equal(("Olá, {", VariableNames.In(VariableContext.Macro).Count), (text(), field.FindAll("[role=option]").Count));

        field.FindAll("[role=option]")[1].MouseDown();
        Assert.Equal("Olá, {contact.name}", text());
    }

    [Fact, Rule("V3")]
    public async Task An_unknown_variable_is_an_error_at_the_field_and_is_marked_in_the_preview()
    {
        await using var screen = await Screen.OpenAsync();
        var (field, _) = Show(screen, "Olá, {contato}! {greeting}");

        Assert.Contains("{contato}", field.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Equal("true", field.Find("textarea").GetAttribute("aria-invalid"));
        Assert.Equal("{contato}", field.Find("mark").TextContent);
        Assert.Contains("Bom dia", field.Find(".bubble").TextContent, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_server_s_refusal_is_shown_at_the_field()
    {
        await using var screen = await Screen.OpenAsync();
        var (field, _) = Show(screen, "Olá", error: "Longo demais.");

        Assert.Equal("Longo demais.", field.Find("[role=alert]").TextContent);
        Assert.Equal("3/10", field.Find(".count").TextContent);
    }

    private static (IRenderedComponent<VariableField> Field, Func<string?> Text) Show(Screen screen, string? text = null, string? error = null)
    {
        IRenderedComponent<VariableField>? field = null;
        field = screen.Render<VariableField>(with => with
            .Add(f => f.Label, "Texto").Add(f => f.Context, VariableContext.Macro).Add(f => f.MaxLength, 10).Add(f => f.Error, error)
            .Bind(f => f.Value, text, typed => field!.Render(again => again.Add(f => f.Value, text = typed))));
        return (field, () => text);
    }
}
