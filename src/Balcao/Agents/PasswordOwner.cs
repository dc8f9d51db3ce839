using System.Text;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Agents;

/// <summary>What somebody who guesses a person's password knows about the person.</summary>
/// <param name="Company">The tenant's name; null for an operator.</param>
public sealed record PasswordOwner(string? Email, string? Name, string? Company)
{
    private const string Product = "balcao";

    private const int ShortestWord = 3;

    /// <summary>Reads the person's names in the open unit of work.</summary>
    public static async Task<PasswordOwner> OfAsync(BalcaoDb db, Person person, CancellationToken ct)
    {
        if (person.TenantId is not { } tenant) return new(person.Email, person.OperatorName, null);
        var id = new AgentId(person.Id);
        var name = await db.Agents.Where(a => a.Id == id).Select(a => a.Name).SingleOrDefaultAsync(ct);
        var company = await db.Tenants.Where(t => t.Id == tenant).Select(t => t.Name).SingleOrDefaultAsync(ct);
        return new(person.Email, name, company);
    }

    /// <param name="password">Normalized.</param>
    internal bool IsLittleMoreThanOwn(string password) => CommonPasswords.IsBuiltFrom(Words(), password);

    private IReadOnlyList<string> Words() =>
    [
        .. from text in ((string?[])[Email, Name, Company, Product]).OfType<string>()
           let folded = PasswordText.Fold(Unicode.Normalize(text, NormalizationForm.FormKC))
           let words = folded.Split([.. folded.Where(letter => !char.IsLetterOrDigit(letter))], StringSplitOptions.RemoveEmptyEntries)
           from word in words
           where word.Length >= ShortestWord
           select word,
    ];
}
