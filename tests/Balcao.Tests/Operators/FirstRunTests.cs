using System.Text.RegularExpressions;
using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tests.Operators;

/// <summary>Each test starts with a server that has no persons.</summary>
public sealed partial class FirstRunTests : IAsyncLifetime
{
    private readonly EmptyApp _app = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _app.InitializeAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task The_person_with_the_code_from_the_log_becomes_the_operator()
    {
        Assert.True((await _app.Anyone().Api.GetInstallationAsync(Cancel)).IsNeeded);

        await CompleteAsync(CodeInLog());

        Assert.False((await _app.Anyone().Api.GetInstallationAsync(Cancel)).IsNeeded);
        Assert.Equal(Role.Operator, (await _app.As(Otavio).Api.GetMeAsync(Cancel)).Role);
    }

    [Fact]
    public async Task The_code_works_only_once()
    {
        var code = CodeInLog();
        await CompleteAsync(code);

        Assert.Equal("installation.alreadyDone", (await CompleteAsync(code, "segundo@balcao.example").Refused()).Code);
    }

    [Fact]
    public async Task If_two_people_enter_the_code_at_once_one_becomes_the_operator()
    {
        var code = CodeInLog();

        var tries = await Task.WhenAll(TryAsync("um@balcao.example"), TryAsync("dois@balcao.example"));

        Assert.Equal([false, true], tries.Order());
        Assert.Equal(1, await _app.ReadAsync(TenantScope.Everyone, db => db.Persons.CountAsync(Cancel)));

        async Task<bool> TryAsync(string email)
        {
            try
            {
                await CompleteAsync(code, email);
                return true;
            }
            catch (ProblemException) { return false; }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("0000-0000-0000")]
    public async Task A_wrong_code_is_refused(string code)
    {
        Assert.Equal("installation.codeWrong", (await CompleteAsync(code).Refused()).Code);
        Assert.True((await _app.Anyone().Api.GetInstallationAsync(Cancel)).IsNeeded);
    }

    [Fact]
    public async Task The_code_may_be_typed_in_lower_case_without_dashes() =>
        await CompleteAsync(CodeInLog().Replace("-", "", StringComparison.Ordinal).ToLowerInvariant());

    [Fact]
    public async Task A_restart_logs_the_same_code_and_none_when_a_person_exists()
    {
        var code = CodeInLog();
        await _app.RestartAsync();
        Assert.Equal(code, CodeInLog());

        await CompleteAsync(code);
        var said = Codes().Count();
        await _app.RestartAsync();
        Assert.Equal(said, Codes().Count());
    }

    private Task CompleteAsync(string code, string? email = null) => _app.Anyone().Api.CompleteFirstRunAsync(
        new() { Code = code, Name = Otavio.Name, Email = email ?? Otavio.Email, Password = Cast.Password }, Cancel);

    private string CodeInLog() => Codes().Last();

    private IEnumerable<string> Codes() => _app.Log.Lines.Select(line => Code().Match(line.Text)).Where(m => m.Success).Select(m => m.Value);

    [GeneratedRegex("[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")]
    private static partial Regex Code();
}
