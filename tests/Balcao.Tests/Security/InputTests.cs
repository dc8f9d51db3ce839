using System.Net;
using System.Text;
using System.Text.Json;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Tests.Architecture;

namespace Balcao.Tests.Security;

/// <summary>What no field may hold is refused by its field, at every door in the same way.</summary>
[Finding("S16")]
public sealed class InputTests(BalcaoApp app) : HttpTests(app)
{
    private const string Base64OfAnother = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    [Theory]
    [InlineData("@@@")]
    [InlineData("%20")]
    [InlineData("AAAA")]
    [InlineData("AAA=")]
    [InlineData(Base64OfAnother)]
    [InlineData("////////////////////////////////////")]
    [InlineData("%EF%BC%A1")]
    public async Task A_cursor_that_is_not_ours_is_refused_by_every_list(string cursor)
    {
        var chat = await new Scene(App).ClosedChatAsync();
        var lists = Endpoints.All.Where(e => e.Method == "GET").Select(e => e.Template).Where(HasCursor).ToList();
        Assert.NotEmpty(lists);
        foreach (var list in lists)
        {
            var path = list.Replace("/conversations/{id}", $"/conversations/{chat.Conversation}", StringComparison.Ordinal)
                .Replace("/tickets/{id}", $"/tickets/{chat.Ticket}", StringComparison.Ordinal).Replace("/numbers/{id}", $"/numbers/{Balcao500.Id}", StringComparison.Ordinal).Replace("{chatId}", chat.Id.ToString(), StringComparison.Ordinal);

            var reader = list.StartsWith("/api/back-office/", StringComparison.Ordinal) ? Otavio : list is "/api/audit" or "/api/plan-requests" ? Clara : Ana;
            var answer = await As(reader).GetAsync($"{path}?cursor={cursor}", Cancel).ShouldBe(HttpStatusCode.BadRequest);

            Assert.Equal("input.cursorInvalid", await answer.ProblemCode());
        }
    }

    [Theory]
    [InlineData("POST", "/api/session", """{"email":null,"password":"uma senha bem longa"}""", "input.required", "email")]
    [InlineData("POST", "/api/session", """{"email":"a\u0000@loja.example","password":"x"}""", "input.invalid", "email")]
    [InlineData("POST", "/api/session", """{"email":"a","password":"\ufffe"}""", "input.invalid", "password")]
    [InlineData("POST", "/api/session", """{"email":"\ud83d","password":"x"}""", "input.unreadable", "email")]
    [InlineData("POST", "/api/session", """{"email":1,"password":"x"}""", "input.unreadable", "email")]
    [InlineData("POST", "/api/chat-groups", """{"name":"Novo","members":[null]}""", "input.required", "members[0]")]
    [InlineData("POST", "/api/chat-groups", """{"name":"Novo","members":null}""", "input.required", "members")]
    [InlineData("POST", "/api/chat-groups", """{"name":"No\u0000vo","members":[]}""", "input.invalid", "name")]
    [InlineData("POST", "/api/chat-groups", """{"name":"Novo","displayName":"\u0000","members":[]}""", "input.invalid", "displayName")]
    [InlineData("POST", "/api/chat-groups", """{"name":"Novo","members":[{"agentId":"nobody"}]}""", "input.unreadable", "members[0].agentId")]
    [InlineData("POST", "/api/tokens", """{"name":"Programa","scopes":["read",null]}""", "input.required", "scopes[1]")]
    [InlineData("POST", "/api/agents", """{"name":"Nova","email":"nova@loja.example","role":99}""", "input.invalid", "role")]
    [InlineData("POST", "/api/agents", """{"name":"Nova","email":"nova@loja.example","role":"king"}""", "input.unreadable", "role")]
    public async Task A_value_that_cannot_be_is_refused_by_its_field(string method, string path, string json, string code, string field)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = new StringContent(json, Encoding.UTF8, "application/json") };

        var answer = await As(Clara).SendAsync(request, Cancel).ShouldBe(HttpStatusCode.BadRequest);

        HeaderTests.AssertGuarded(answer);
        var problem = JsonSerializer.Deserialize(await answer.Content.ReadAsStringAsync(Cancel), ContractJson.Default.Problem)!;
        Assert.Equal((code, field), (problem.Code, problem.Field));
    }

    [Theory]
    [InlineData("""{"clientKey":"k","contacts":[null]}""", "contacts[0]")]
    [InlineData("""{"clientKey":"k","contacts":[{"name":"A","phones":[null],"emails":[]}]}""", "contacts[0].phones[0]")]
    [InlineData("""{"clientKey":"k","contacts":[{"name":"A","phones":["123"],"emails":null}]}""", "contacts[0].emails")]
    [InlineData("""{"clientKey":"k","text":"Escolha","list":{"button":"Ver","sections":[{"rows":[{"title":"Um"},null]}]}}""", "list.sections[0].rows[1]")]
    [InlineData("""{"clientKey":"k","text":"Escolha","buttons":{"buttons":[{"title":"a\u0000"}]}}""", "buttons.buttons[0].title")]
    [InlineData("""{"clientKey":"k","location":{"latitude":1,"longitude":1,"name":"\ufffe"}}""", "location.name")]
    public async Task So_is_one_deep_within_a_message(string json, string field)
    {
        var chat = await new Scene(App).ServedChatAsync();

        var answer = await As(Ana).PostAsync($"/api/chats/{chat.Id}/messages", new StringContent(json, Encoding.UTF8, "application/json"), Cancel).ShouldBe(HttpStatusCode.BadRequest);

        var problem = JsonSerializer.Deserialize(await answer.Content.ReadAsStringAsync(Cancel), ContractJson.Default.Problem)!;
        Assert.Equal(field, problem.Field);
    }

    [Theory]
    [InlineData("/api/search?q=a%00b", "q")]
    [InlineData("/api/contacts?q=%EF%BF%BE", "q")]
    [InlineData("/api/messages?wamid=%00", "wamid")]
    [InlineData("/api/chats?status=%00", "status")]
    public async Task So_is_one_in_the_address(string path, string field)
    {
        var answer = await As(Ana).GetAsync(path, Cancel).ShouldBe(HttpStatusCode.BadRequest);

        var problem = JsonSerializer.Deserialize(await answer.Content.ReadAsStringAsync(Cancel), ContractJson.Default.Problem)!;
        Assert.Equal(("input.invalid", field), (problem.Code, problem.Field));
    }

    [Theory]
    [InlineData("")]
    [InlineData("--x")]
    [InlineData("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"")]
    [InlineData("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nabc")]
    [InlineData("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nabc\r\n--y--")]
    [InlineData("--x\r\nno header\r\n\r\nabc\r\n--x--")]
    public async Task An_upload_that_ends_too_early_is_the_client_s_fault(string body)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=x");

        var answer = await As(Ana).PostAsync("/api/uploads", content, Cancel).ShouldBe(HttpStatusCode.BadRequest);

        HeaderTests.AssertGuarded(answer);
        Assert.Contains(await answer.ProblemCode(), (string[])["input.unreadable", "input.required"]);
    }

    [Fact]
    public void A_file_s_name_is_not_cut_through_a_character()
    {
        var name = Balcao.Conversations.UploadFile.CleanName(new string('a', 195) + "😀😀.pdf");

        Assert.True(UsableText.Is(name), name);
        Assert.EndsWith(".pdf", name, StringComparison.Ordinal);
    }

    // Not in attributes, which keep text as UTF-8 and so no half of a pair.
    public static TheoryData<string?, bool> Texts => new()
    {
        { null, true }, { "", true }, { "Ação 😀 \u200d\u202e\uffff", true },
        { "a\0", false }, { "\ufffe", false }, { "\ud83d", false }, { "\ude00", false }, { "😀\ud83d😀", false }, { "😀\ude00\ud83d", false },
    };

    [Theory, MemberData(nameof(Texts))]
    public void Usable_text_is_what_can_be_stored_and_compared(string? text, bool isUsable)
    {
        Assert.Equal(isUsable, UsableText.Is(text));
        // What the framework itself would throw for is not usable.
#pragma warning disable RS0030
        if (isUsable) text?.Normalize();
#pragma warning restore RS0030
    }

    private static bool HasCursor(string template)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(SourceTree.Root.FullName, "docs", "api.json")));
        return document.RootElement.GetProperty("paths").TryGetProperty(template, out var path) && path.GetProperty("get").TryGetProperty("parameters", out var parameters)
            && parameters.EnumerateArray().Any(parameter => parameter.GetProperty("name").GetString() == "cursor");
    }
}
