using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Balcao.Contract;
using Balcao.Platform;

namespace Balcao.Tests.Security;

/// <summary>A body is as large as the largest that makes sense at its door.</summary>
[Finding("S10")]
public sealed class BodyLimitTests(BalcaoApp app) : HttpTests(app)
{
    private static readonly Limits Limits = new();

    public static TheoryData<string, string> JsonDoors()
    {
        var doors = new TheoryData<string, string>();
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Architecture.SourceTree.Root.FullName, "docs", "api.json")));
        foreach (var path in document.RootElement.GetProperty("paths").EnumerateObject())
            foreach (var operation in path.Value.EnumerateObject())
                if (operation.Value.TryGetProperty("requestBody", out var body) && body.GetProperty("content").TryGetProperty("application/json", out _))
                    doors.Add(operation.Name.ToUpperInvariant(), path.Name);
        return doors;
    }

    [Theory, MemberData(nameof(JsonDoors))]
    public async Task No_door_for_json_takes_megabytes(string method, string template)
    {
        var path = template.Replace("{id}", Ana.Id.ToString(), StringComparison.Ordinal);
        foreach (var who in (HttpClient[])[App.Anyone(), As(Clara)])
        {
            var answer = await SendAsync(who, method, path, new string(' ', Limits.LargeJsonBytes) + "{}", isAnnounced: true).ShouldBe(HttpStatusCode.RequestEntityTooLarge);
            Assert.Equal("http.413", await answer.ProblemCode());
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_usual_limit_is_small_whether_the_length_is_announced_or_not(bool isAnnounced)
    {
        foreach (var (who, path) in ((HttpClient, string)[])[(App.Anyone(), "/api/session"), (As(Otavio), "/api/back-office/tenants")])
        {
            var answer = await SendAsync(who, "POST", path, new string(' ', Limits.JsonBytes) + "{}", isAnnounced).ShouldBe(HttpStatusCode.RequestEntityTooLarge);
            Assert.Equal("http.413", await answer.ProblemCode());
        }
    }

    [Fact]
    public async Task A_message_may_carry_as_many_contacts_as_whatsapp_takes()
    {
        var chat = await App.ChatServedBy(Ana, new Customer("Recebe", "5511930000001"));
        var request = new SendMessageRequest
        {
            ClientKey = "muitos", Contacts = [.. Enumerable.Range(0, MessageLimits.Contacts).Select(i => new SharedContact($"Contato {i} {new string('x', 200)}", ["+55 11 99999-0000"], [], null))],
        };
        Assert.True(JsonSerializer.SerializeToUtf8Bytes(request, ContractJson.Default.SendMessageRequest).Length > Limits.JsonBytes);

        await As(Ana).PostAsJsonAsync($"/api/chats/{chat.Id}/messages", request, ContractJson.Default.SendMessageRequest, Cancel).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_file_is_larger_than_any_json()
    {
        using var picture = new MemoryStream([0xFF, 0xD8, 0xFF, 0xE0, .. new byte[Limits.LargeJsonBytes * 2]]);

        Assert.Equal(Limits.LargeJsonBytes * 2 + 4, (await As(Ana).Api.UploadAsync(picture, "foto.jpg", "image/jpeg", ct: Cancel)).Size);
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient http, string method, string path, string json, bool isAnnounced)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        if (!isAnnounced) request.Headers.TransferEncodingChunked = true;
        return await http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
